package dev.phaseledger.command.policy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import java.util.List;

/// Decides on publishing invariant maps.
public final class PolicyDecider {

  /// Maps in force in one tenant, at most.
  static final int MAPS_MAX = 32;

  private PolicyDecider() {}

  /// Puts a map in force whose own tests pass; nothing to do if that very map is in force.
  public static List<LedgerEvent> publish(PublishInvariantMap command, TenantPolicy policy) {
    if (!command.context().by().holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("publishing an invariant map needs the role POLICY_AUTHOR");
    }
    CompiledMap map = InvariantMaps.compile(command.source());
    CompiledMap known = policy.maps().get(map.name());
    if (known != null && known.digest().equals(map.digest())) {
      return List.of();
    }
    if (known != null && map.version() <= known.version()) {
      throw new InvalidFieldException(
          "metadata.version",
          "is %d, but version %d of map '%s' is in force: raise it"
              .formatted(map.version(), known.version(), map.name()));
    }
    Limits.count("maps", policy.maps().size() + (known == null ? 1 : 0), MAPS_MAX);
    map.requireTestsPass();
    return List.of(
        new InvariantMapPublished(map.name(), map.version(), map.digest(), map.source()));
  }
}
