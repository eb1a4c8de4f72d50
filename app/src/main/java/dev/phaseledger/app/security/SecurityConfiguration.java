package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.web.ProblemWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Wires who may do what. Fails closed: a path that is not named here needs a token.
///
/// Which role a command needs is decided where the command is decided; here it is only decided who
/// reads.
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  private static final String[] PUBLIC = {
    "/v1/openapi.json", "/actuator/health", "/actuator/health/**", "/error"
  };

  /// What an agent may ask for. The endpoints show it only what is its own.
  private static final String[] AGENT_READS = {
    "/v1/agents/*",
    "/v1/agents/*/authority",
    "/v1/contracts",
    "/v1/contracts/*",
    "/v1/contracts/*/state",
    "/v1/dispatches",
    "/v1/dispatches/*",
    "/v1/dispatches/*/state",
    "/v1/dispatches/*/trail",
    "/v1/dispatches/*/trail.svg",
    "/v1/ledger/checkpoint",
    "/v1/ledger/key",
    "/v1/ledger/keys",
    "/v1/ledger/rotations/*",
    "/v1/ledger/proofs/**"
  };

  private static final String[] READERS = {
    Role.AUDITOR.name(),
    Role.OPERATOR.name(),
    Role.APPROVER.name(),
    Role.POLICY_AUTHOR.name(),
    Role.PRIVACY_OFFICER.name()
  };

  private static final String[] READERS_AND_AGENTS = {
    Role.AUDITOR.name(),
    Role.OPERATOR.name(),
    Role.APPROVER.name(),
    Role.POLICY_AUTHOR.name(),
    Role.PRIVACY_OFFICER.name(),
    Role.AGENT.name()
  };

  /// Whether a browser on this machine may read without a token, and as of which tenant.
  public record LoopbackReads(Optional<TenantId> tenant) {}

  @Bean
  OpaqueTokenIntrospector tokens(PrincipalDirectory principals) {
    return token ->
        principals
            .find(token)
            .map(LedgerCaller::new)
            .orElseThrow(() -> new BadOpaqueTokenException("unknown token"));
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      OpaqueTokenIntrospector tokens,
      LoopbackReads loopbackReads,
      ProblemWriter problems) {
    AuthenticationEntryPoint entry =
        (request, response, failure) -> {
          if (request.getRequestURI().startsWith("/v1/")) {
            problems.unauthorized(response);
          } else {
            // A browser asks for the token itself, as the password of any user.
            response.setHeader(
                "WWW-Authenticate", "Basic realm=\"Phase Ledger: token as password\"");
            response.sendError(jakarta.servlet.http.HttpServletResponse.SC_UNAUTHORIZED);
          }
        };
    http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // Nothing that changes the ledger accepts what a browser sends by itself, see
        // TokenResolver.
        .csrf(csrf -> csrf.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy ->
                    policy.policyDirectives(
                        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"))
                .frameOptions(frame -> frame.deny()))
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(PUBLIC)
                .permitAll()
                .requestMatchers(HttpMethod.GET, AGENT_READS)
                .hasAnyAuthority(READERS_AND_AGENTS)
                .requestMatchers(HttpMethod.GET)
                .hasAnyAuthority(READERS)
                .requestMatchers(HttpMethod.HEAD)
                .hasAnyAuthority(READERS)
                .anyRequest()
                .authenticated())
        .oauth2ResourceServer(server ->
            server
                .bearerTokenResolver(new TokenResolver())
                .authenticationEntryPoint(entry)
                .opaqueToken(opaque ->
                    opaque
                        .introspector(tokens)
                        .authenticationConverter(TokenResolver::authentication)))
        .exceptionHandling(failures ->
            failures
                .authenticationEntryPoint(entry)
                .accessDeniedHandler((request, response, failure) -> problems.forbidden(response)));
    loopbackReads
        .tenant()
        .ifPresent(tenant ->
            http.addFilterBefore(
                new LoopbackReaderFilter(reader(tenant)), AnonymousAuthenticationFilter.class));
    return http.build();
  }

  private static Principal reader(TenantId tenant) {
    return new Principal(
        new PrincipalId("local-reader"),
        Principal.Kind.HUMAN,
        tenant,
        Set.of(Role.AUDITOR),
        Optional.empty());
  }

  @Bean
  WebMvcConfigurer principalArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PrincipalArgumentResolver());
      }
    };
  }
}
