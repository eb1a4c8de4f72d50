package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is said of a subject by a map that has to be published again: each invariant that may be
/// about it has no result, and each that is enforced stands against it, whatever it would have
/// done. What its expressions say is not asked: nobody knows whether it is what the map's author
/// meant.
final class Unfit {

  private Unfit() {}

  /// Whether a map refuses unheard at a point. It is heard where a publication is judged: else
  /// nothing could be published in its place.
  static boolean refuses(CompiledMap map, EnforcementPoint point) {
    return map.unfit().isPresent() && point != EnforcementPoint.PUBLISH;
  }

  static List<Finding> findings(CompiledMap map, Subject subject) {
    MapProgram program = map.program();
    if (!program.match().covers(subject)) {
      return List.of();
    }
    // What has happened cannot be refused, and nobody is demoted for a change of release.
    Effect effect = subject.point() == EnforcementPoint.OUTCOME ? Effect.NONE : Effect.VETO;
    String message =
        "cannot be relied on: the map was "
            + map.unfit().orElseThrow()
            + "; publish map '"
            + map.name()
            + "' again";
    List<Finding> findings = new ArrayList<>();
    for (MapProgram.Invariant invariant : program.invariants()) {
      if (invariant.match().covers(subject)) {
        findings.add(
            new Finding(
                new InvariantResult(
                    map.name(),
                    invariant.id(),
                    Outcome.ERROR,
                    effect,
                    invariant.enforcement(),
                    message),
                invariant,
                invariant.enforcement() == Enforcement.ENFORCE,
                Map.of()));
      }
    }
    return findings;
  }
}
