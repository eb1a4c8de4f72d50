package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/// A principal as Spring Security holds it.
record LedgerCaller(Principal principal) implements OAuth2AuthenticatedPrincipal {

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of("sub", principal.id().value());
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return authorities();
  }

  List<GrantedAuthority> authorities() {
    return principal.roles().stream()
        .map(role -> (GrantedAuthority) new SimpleGrantedAuthority(role.name()))
        .toList();
  }

  @Override
  public String getName() {
    return principal.id().value();
  }
}
