package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Takes the place of a published map that is no map any more: nothing is known of what it was
/// about, so it stands against everything that can be refused, but for publishing what replaces it.
final class StandIn {

  private StandIn() {}

  static CompiledMap of(InvariantMapPublished event, InvalidMapException failure) {
    String invariants =
        Arrays.stream(EnforcementPoint.values())
            .filter(StandIn::refusable)
            .map(StandIn::invariant)
            .collect(Collectors.joining("\n"));
    String source =
        """
        apiVersion: governance/v1
        kind: InvariantMap
        metadata: {name: %s, version: %d, owner: ledger}
        spec:
          environment: gov-cel/1
          invariants:
        %s
        """
            .formatted(event.name(), event.version(), invariants);
    return InvariantMaps.compile(source)
        .standingIn(
            event.digest(),
            event.source(),
            "no map that this release can read: " + failure.problems().getFirst());
  }

  private static String invariant(EnforcementPoint point) {
    return "    - {id: UNREADABLE-AT-"
        + point.name()
        + ", matchConstraints: {points: ["
        + point.text()
        + "]}, expression: 'false', onViolation: {effect: VETO}}";
  }

  private static boolean refusable(EnforcementPoint point) {
    return switch (point) {
      case DISPATCH, APPROVAL, PHASE, CONTRACT, PROMOTION -> true;
      case OUTCOME, PUBLISH -> false;
    };
  }
}
