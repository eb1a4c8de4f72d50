package dev.phaseledger.command.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.command.authority.Drafting;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapDiff;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What of a tenant's maps only this side knows: whether those in force can be relied on by this
/// release, and what differs between any two versions there were.
@RestController
@RequestMapping("/v1/invariant-maps")
final class MapStateEndpoint {

  private final InForce inForce;

  MapStateEndpoint(InForce inForce) {
    this.inForce = inForce;
  }

  /// One map in force.
  ///
  /// @param state `PUBLISHED`, or `PUBLISH_AGAIN` if it refuses what it is asked about until it is
  /// @param problem why it has to be published again
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record MapState(String name, int version, String digest, String state, Optional<String> problem) {
    static MapState of(CompiledMap map) {
      return new MapState(
          map.name(),
          map.version(),
          map.digest().value(),
          map.unfit().isPresent() ? "PUBLISH_AGAIN" : "PUBLISHED",
          map.unfit());
    }
  }

  /// @param environment what expressions may read and call in this release
  /// @param ladderProblem why the ladder has to be published again, if it has
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record StateBody(
      String environment, String libraries, List<MapState> items, Optional<String> ladderProblem) {}

  @GetMapping("/in-force")
  StateBody inForce(Principal caller) {
    requireReader(caller);
    TenantPolicy policy = inForce.policy(caller.tenant());
    return new StateBody(
        InvariantMaps.environment().value(),
        InvariantMaps.libraries(),
        policy.maps().values().stream()
            .sorted(Comparator.comparing(CompiledMap::name))
            .map(MapState::of)
            .toList(),
        policy.unfitLadder());
  }

  /// What differs between two versions.
  record DiffBody(
      String from,
      String to,
      List<String> added,
      List<String> removed,
      List<String> changed,
      List<String> lines) {}

  @GetMapping("/{name}/diff")
  DiffBody diff(
      Principal caller,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    requireReader(caller);
    Drafting drafting = inForce.policy(caller.tenant()).drafting();
    Digest earlier = Given.digest("from", from);
    Digest later = Given.digest("to", to);
    MapDiff diff = MapDiff.of(source(drafting, name, earlier), source(drafting, name, later));
    return new DiffBody(
        earlier.value(), later.value(), diff.added(), diff.removed(), diff.changed(), diff.lines());
  }

  private static String source(Drafting drafting, String name, Digest digest) {
    return drafting
        .version(name, digest)
        .orElseThrow(() ->
            new NotFoundException("digest", "Map '%s' has no version %s.".formatted(name, digest)));
  }

  /// Refuses agents: maps tell where the thresholds are.
  static void requireReader(Principal caller) {
    boolean reads =
        caller.holds(Role.POLICY_AUTHOR)
            || caller.holds(Role.OPERATOR)
            || caller.holds(Role.AUDITOR)
            || caller.holds(Role.APPROVER);
    if (!reads) {
      throw new ForbiddenException(
          "reading this needs the role POLICY_AUTHOR, OPERATOR, AUDITOR or APPROVER");
    }
  }
}
