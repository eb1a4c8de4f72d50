package dev.phaseledger.api;

import java.util.Optional;
import java.util.Set;

/// An authenticated caller.
///
/// @param onBehalfOf who answers for the caller, if the caller acts for somebody
public record Principal(
    PrincipalId id, Kind kind, TenantId tenant, Set<Role> roles, Optional<PrincipalId> onBehalfOf) {

  /// What sort of caller this is.
  public enum Kind {
    AGENT,
    HUMAN,
    SERVICE
  }

  public Principal {
    roles = Set.copyOf(roles);
  }

  /// Whether the caller holds a role.
  public boolean holds(Role role) {
    return roles.contains(role);
  }
}
