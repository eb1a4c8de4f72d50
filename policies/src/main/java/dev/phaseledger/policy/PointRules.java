package dev.phaseledger.policy;

import static dev.phaseledger.api.EnforcementPoint.APPROVAL;
import static dev.phaseledger.api.EnforcementPoint.CONTRACT;
import static dev.phaseledger.api.EnforcementPoint.DISPATCH;
import static dev.phaseledger.api.EnforcementPoint.OUTCOME;
import static dev.phaseledger.api.EnforcementPoint.PHASE;
import static dev.phaseledger.api.EnforcementPoint.PROMOTION;
import static dev.phaseledger.api.EnforcementPoint.PUBLISH;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.Judgement.Effect;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// What invariants may read and do at each enforcement point.
final class PointRules {

  /// The points by the names that maps use.
  static final Map<String, EnforcementPoint> NAMES =
      Arrays.stream(EnforcementPoint.values())
          .collect(ImmutableMap.toImmutableMap(EnforcementPoint::text, point -> point));

  /// Inputs that are there at every point.
  private static final Set<String> EVERYWHERE = Set.of("params", "variables", "now", "counters");

  /// Inputs that exist under a contract.
  private static final Set<String> CONTRACTED =
      Set.of("agent", "contract", "run", "history", "context", "evidence", "facts");

  private static final Set<String> DISPATCHED =
      Sets.union(CONTRACTED, Set.of("command", "approvals")).immutableCopy();

  private static final Map<EnforcementPoint, Set<String>> INPUTS =
      Map.of(
          DISPATCH, DISPATCHED,
          APPROVAL, Sets.union(DISPATCHED, Set.of("actor", "answer")),
          PHASE, Sets.union(CONTRACTED, Set.of("actor", "transition")),
          OUTCOME, Sets.union(DISPATCHED, Set.of("actor", "outcome")),
          CONTRACT, Set.of("agent", "contract", "run", "history", "actor"),
          PROMOTION, Set.of("agent", "actor", "promotion"),
          PUBLISH, Set.of("actor", "publication"));

  /// What lets a step go ahead or refuses it. A failure signal belongs to a contract.
  private static final Set<Effect> REFUSING = Set.of(Effect.NONE, Effect.VETO);

  private static final Set<Effect> UNDER_CONTRACT =
      Set.of(Effect.NONE, Effect.SIGNAL, Effect.DEMOTE, Effect.VETO, Effect.REVOKE);

  private static final Map<EnforcementPoint, Set<Effect>> EFFECTS =
      Map.of(
          DISPATCH, Set.of(Effect.values()),
          APPROVAL, UNDER_CONTRACT,
          PHASE, UNDER_CONTRACT,
          OUTCOME, Set.of(Effect.NONE, Effect.SIGNAL, Effect.DEMOTE, Effect.REVOKE),
          CONTRACT, REFUSING,
          PROMOTION, REFUSING,
          PUBLISH, REFUSING);

  private PointRules() {}

  /// The names that an expression may start from.
  static Set<String> inputs(EnforcementPoint point) {
    return ImmutableSet.copyOf(Sets.union(EVERYWHERE, INPUTS.getOrDefault(point, Set.of())));
  }

  /// What a violation may do.
  static Set<Effect> effects(EnforcementPoint point) {
    return Sets.immutableEnumSet(EFFECTS.getOrDefault(point, REFUSING));
  }
}
