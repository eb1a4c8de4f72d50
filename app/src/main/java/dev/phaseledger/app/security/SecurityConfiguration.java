package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.web.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
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

  /// What the sign-in page is made of: the same for everybody, so nothing is told.
  private static final String[] ASSETS = {"/console/assets/**", "/webjars/**"};

  private static final String SIGN_IN_TO = SignInPage.SIGN_IN + "?to=";

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
  BrowserSessions browserSessions(PrincipalDirectory principals, Clock clock) {
    return new BrowserSessions(principals, clock);
  }

  @Bean
  SignInPage signInPage(PrincipalDirectory principals, BrowserSessions sessions) {
    return new SignInPage(principals, sessions);
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      OpaqueTokenIntrospector tokens,
      LoopbackReads loopbackReads,
      BrowserSessions sessions,
      ProblemWriter problems) {
    AuthenticationEntryPoint entry =
        (request, response, failure) -> {
          if (isForPeople(request)) {
            response.sendRedirect(SIGN_IN_TO + pathAndQuery(request));
          } else {
            problems.unauthorized(response);
          }
        };
    http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // What browsers send by themselves is checked where it is accepted, see SessionFilter.
        .csrf(csrf -> csrf.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy ->
                    policy.policyDirectives(
                        "default-src 'self'; object-src 'none'; form-action 'self';"
                            + " frame-ancestors 'none'; base-uri 'none'"))
                .frameOptions(frame -> frame.deny()))
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(PUBLIC)
                .permitAll()
                .requestMatchers(HttpMethod.GET, ASSETS)
                .permitAll()
                .requestMatchers(SignInPage.SIGN_IN)
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
                .authenticationEntryPoint(entry)
                .opaqueToken(opaque ->
                    opaque
                        .introspector(tokens)
                        .authenticationConverter(BearerCallers::authentication)))
        .exceptionHandling(failures ->
            failures
                .authenticationEntryPoint(entry)
                .accessDeniedHandler((request, response, failure) -> problems.forbidden(response)));
    http.addFilterBefore(
        new SessionFilter(sessions, problems), AnonymousAuthenticationFilter.class);
    loopbackReads
        .tenant()
        .ifPresent(tenant ->
            http.addFilterAfter(new LoopbackReaderFilter(reader(tenant)), SessionFilter.class));
    return http.build();
  }

  /// Whether a page was asked for, by a browser that a person looks at.
  private static boolean isForPeople(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET")
        && !request.getRequestURI().startsWith("/v1/")
        && accepted != null
        && accepted.contains(MediaType.TEXT_HTML_VALUE);
  }

  private static String pathAndQuery(HttpServletRequest request) {
    String query = request.getQueryString();
    return URLEncoder.encode(
        query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
        StandardCharsets.UTF_8);
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
