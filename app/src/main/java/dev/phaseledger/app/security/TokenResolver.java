package dev.phaseledger.app.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/// Finds the token of a request: `Authorization: Bearer`, or, for reading with a browser, the
/// password of `Authorization: Basic`.
///
/// Browsers send Basic credentials by themselves, even for pages of others. So they only ever count
/// for requests that change nothing.
final class TokenResolver implements BearerTokenResolver {

  private static final String BASIC = "Basic ";
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final BearerTokenResolver bearer = new DefaultBearerTokenResolver();

  @Override
  public @Nullable String resolve(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null
        && header.regionMatches(true, 0, BASIC, 0, BASIC.length())
        && READS.contains(request.getMethod())) {
      return password(header.substring(BASIC.length()).strip());
    }
    return bearer.resolve(request);
  }

  private static @Nullable String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      String password = pair.substring(pair.indexOf(':') + 1);
      return password.isEmpty() ? null : password;
    } catch (IllegalArgumentException _) {
      // Not Base64, hence no credentials: the request counts as one without.
      return null;
    }
  }

  /// What Spring Security holds of a caller whose token is known.
  static Authentication authentication(String token, OAuth2AuthenticatedPrincipal caller) {
    return new BearerTokenAuthentication(
        caller,
        new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, null, null),
        caller.getAuthorities());
  }
}
