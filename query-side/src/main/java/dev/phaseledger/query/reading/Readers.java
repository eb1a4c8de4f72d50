package dev.phaseledger.query.reading;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import java.util.Optional;

/// Who may read what of its own tenant. Other tenants do not exist for a reader.
public final class Readers {

  private Readers() {}

  /// Refuses whoever may not read everything of the tenant.
  ///
  /// @throws ForbiddenException if the principal holds none of the reading roles
  public static void requireAll(Principal principal) {
    if (!readsAll(principal)) {
      throw new ForbiddenException(
          "reading this needs the role AUDITOR, OPERATOR, APPROVER, POLICY_AUTHOR or PRIVACY_OFFICER");
    }
  }

  /// The one agent whose record the principal may read; empty if it may read everything.
  ///
  /// @throws ForbiddenException if it may read nothing
  public static Optional<AgentId> only(Principal principal) {
    if (readsAll(principal)) {
      return Optional.empty();
    }
    if (principal.holds(Role.AGENT)) {
      return Optional.of(new AgentId(principal.id().value()));
    }
    throw new ForbiddenException("reading needs a role");
  }

  /// Whether the principal may read what belongs to an agent.
  ///
  /// @throws ForbiddenException if it may read nothing
  public static boolean mayRead(Principal principal, String agentId) {
    return only(principal).map(own -> own.value().equals(agentId)).orElse(true);
  }

  private static boolean readsAll(Principal principal) {
    return principal.roles().stream()
        .anyMatch(role ->
            switch (role) {
              case AUDITOR, OPERATOR, APPROVER, POLICY_AUTHOR, PRIVACY_OFFICER -> true;
              case AGENT -> false;
            });
  }
}
