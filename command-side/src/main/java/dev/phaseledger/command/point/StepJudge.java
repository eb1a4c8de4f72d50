package dev.phaseledger.command.point;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.policy.Evaluation;
import dev.phaseledger.policy.PolicySnapshot;
import dev.phaseledger.policy.StepInput;
import java.util.Optional;

/// Judges a step that is no dispatch by the invariants in force. Pure.
final class StepJudge {

  private StepJudge() {}

  /// A judgement, with what else it demands.
  ///
  /// @param demoteLevels steps of the autonomy ladder the agent goes down
  /// @param signals whether a failure signal is demanded
  /// @param revokes whether the end of the contract is demanded
  record Ruling(StepJudgement judgement, int demoteLevels, boolean signals, boolean revokes) {
    boolean permitted() {
      return judgement.permitted();
    }
  }

  /// The ruling; empty if no invariant applies, so that there is nothing to record.
  ///
  /// @param what the step in words, for people
  /// @param recorded the dispatch as it is recorded, where the step is about one with personal
  ///   values
  static Optional<Ruling> judge(
      StepInput input,
      Optional<DispatchRequest> recorded,
      PolicySnapshot snapshot,
      Basis basis,
      String what) {
    if (!snapshot.asksAt(input.point())) {
      return Optional.empty();
    }
    Evaluation evaluation =
        recorded
            .map(request -> snapshot.evaluate(input, request))
            .orElseGet(() -> snapshot.evaluate(input));
    if (evaluation.results().isEmpty()) {
      return Optional.empty();
    }
    boolean refused = evaluation.effect() == Effect.VETO || evaluation.effect() == Effect.REVOKE;
    // What has happened is on record whatever invariants say of it.
    boolean permitted = !refused || input.point() == EnforcementPoint.OUTCOME;
    return Optional.of(
        new Ruling(
            new StepJudgement(
                input.point(),
                permitted,
                what + ": " + evaluation.explanation(),
                input.step(),
                basis,
                evaluation.results(),
                evaluation.factsRead(),
                evaluation.counts()),
            evaluation.demoteLevels(),
            !evaluation.signals().isEmpty(),
            evaluation.effect() == Effect.REVOKE));
  }
}
