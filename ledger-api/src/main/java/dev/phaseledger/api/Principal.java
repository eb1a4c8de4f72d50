package dev.phaseledger.api;

import java.util.Optional;
import java.util.Set;

/// An authenticated caller.
///
/// @param onBehalfOf who answers for the caller, if the caller acts for somebody
/// @param groups what the tenant calls its holder beside the roles, such as `maintainer`; approvals
///   may demand one
public record Principal(
    PrincipalId id,
    Kind kind,
    TenantId tenant,
    Set<Role> roles,
    Optional<PrincipalId> onBehalfOf,
    Set<String> groups) {

  /// What sort of caller this is.
  public enum Kind {
    AGENT,
    HUMAN,
    SERVICE
  }

  public Principal {
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
  }

  /// A caller that is in no group.
  public Principal(
      PrincipalId id,
      Kind kind,
      TenantId tenant,
      Set<Role> roles,
      Optional<PrincipalId> onBehalfOf) {
    this(id, kind, tenant, roles, onBehalfOf, Set.of());
  }

  /// Whether the caller holds a role.
  public boolean holds(Role role) {
    return roles.contains(role);
  }
}
