package dev.phaseledger.app.security;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/// Says what the framework holds of a caller whose token is known.
final class BearerCallers {

  private BearerCallers() {}

  /// What Spring Security holds of a caller whose token is known.
  static Authentication authentication(String token, OAuth2AuthenticatedPrincipal caller) {
    return new BearerTokenAuthentication(
        caller,
        new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, null, null),
        caller.getAuthorities());
  }
}
