package dev.phaseledger.command.policy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.PolicyCommand.HaltTenant;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.PublishLadder;
import dev.phaseledger.api.command.PolicyCommand.PublishPaths;
import dev.phaseledger.api.command.PolicyCommand.ResumeTenant;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.path.RevocationPaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides on what a tenant is governed by.
public final class PolicyDecider {

  /// Maps in force in one tenant, at most.
  static final int MAPS_MAX = 32;

  private PolicyDecider() {}

  /// Puts a map in force whose own tests pass, without a draft; nothing to do if that very map is
  /// in force.
  public static List<LedgerEvent> publish(PublishInvariantMap command, TenantPolicy policy) {
    if (!command.context().by().holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("publishing an invariant map needs the role POLICY_AUTHOR");
    }
    CompiledMap map = InvariantMaps.review(command.source()).orThrow();
    MapDecider.requireAlone(policy);
    return MapDecider.published(map, policy, Set.of(), MapDecider.Origin.NEW);
  }

  /// Puts a ladder in force; nothing to do if that very ladder is.
  public static List<LedgerEvent> publish(PublishLadder command, TenantPolicy policy) {
    if (!command.context().by().holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("publishing an autonomy ladder needs the role POLICY_AUTHOR");
    }
    AutonomyLadder ladder = AutonomyLadder.compile(command.source());
    Optional<AutonomyLadder> known = policy.ladder();
    boolean inForce = known.isPresent() && known.get().digest().equals(ladder.digest());
    if (inForce && policy.unfitLadder().isEmpty()) {
      return List.of();
    }
    // Whatever its name: a rule is named by ladder and version, and must never mean another one.
    if (!inForce && known.isPresent() && ladder.version() <= known.get().version()) {
      throw new InvalidFieldException(
          "metadata.version",
          "is %d, but version %d of ladder '%s' is in force: raise it"
              .formatted(ladder.version(), known.get().version(), known.get().name()));
    }
    return List.of(
        new LadderPublished(ladder.name(), ladder.version(), ladder.digest(), ladder.source()));
  }

  /// Puts revocation paths in force; nothing to do if those very paths are.
  public static List<LedgerEvent> publish(PublishPaths command, TenantPolicy policy) {
    if (!command.context().by().holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("publishing revocation paths needs the role POLICY_AUTHOR");
    }
    RevocationPaths paths = RevocationPaths.compile(command.source());
    Optional<RevocationPaths> known = policy.paths().current();
    if (known.isPresent() && known.get().digest().equals(paths.digest())) {
      return List.of();
    }
    // Whatever their name: a path is recorded by its id, and a version must never mean another.
    if (known.isPresent() && paths.version() <= known.get().version()) {
      throw new InvalidFieldException(
          "metadata.version",
          "is %d, but version %d of the paths '%s' is in force: raise it"
              .formatted(paths.version(), known.get().version(), known.get().name()));
    }
    return List.of(
        new PathsPublished(paths.name(), paths.version(), paths.digest(), paths.source()));
  }

  /// Stops everything in the tenant; nothing to do if it is halted.
  ///
  /// @param halted why it is halted, if it is
  public static List<LedgerEvent> halt(HaltTenant command, Optional<String> halted) {
    if (!command.context().by().holds(Role.OPERATOR)) {
      throw new ForbiddenException("halting the tenant needs the role OPERATOR");
    }
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return halted.isPresent() ? List.of() : List.of(new TenantHalted(command.reason()));
  }

  /// Lets decisions be made again; nothing to do if the tenant is not halted.
  ///
  /// @param halted why it is halted, if it is
  public static List<LedgerEvent> resume(ResumeTenant command, Optional<String> halted) {
    Principal by = command.context().by();
    if (by.kind() != Principal.Kind.HUMAN || !by.holds(Role.OPERATOR)) {
      throw new ForbiddenException("resuming the tenant needs a human with the role OPERATOR");
    }
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return halted.isPresent() ? List.of(new TenantResumed(command.reason())) : List.of();
  }
}
