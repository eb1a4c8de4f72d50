package dev.phaseledger.command.point;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.point.StepJudge.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds invariants against what became of a dispatch. It is on record whatever they say: they can
/// signal, demote and revoke.
public final class OutcomePoint {

  private OutcomePoint() {}

  /// What a report leads to.
  ///
  /// @param recorded the outcome, and what follows from it alone
  public static List<LedgerEvent> held(
      RecordOutcome command, List<LedgerEvent> recorded, Situation situation) {
    if (recorded.isEmpty()
        || !(situation.contract().open().get(command.dispatch()) instanceof Released released)) {
      return recorded;
    }
    Fields.Builder outcome =
        Fields.with("status", new JsonValue.Text(command.outcome().name()))
            .put("detail", command.detail());
    command.costMicros().ifPresent(micros -> outcome.put("costMicros", micros));
    Optional<Ruling> ruling =
        UnderContract.judge(
            EnforcementPoint.OUTCOME,
            StepForms.of(command.context().by(), "outcome", outcome.build()),
            // Personal values are read as digests: nobody opens them for a report.
            new SealedRequest(released.request(), released.request()),
            List.of(),
            situation,
            "The outcome of dispatch %s".formatted(command.dispatch()));
    if (ruling.isEmpty()) {
      return recorded;
    }
    var dispatch = Optional.of(command.dispatch());
    var events = new ArrayList<>(recorded);
    events.add(UnderContract.judged(ruling.get(), dispatch, situation));
    events.addAll(
        UnderContract.consequences(
            ruling.get(),
            dispatch,
            Deferral.after(situation, events, command.context().by().id())));
    return events;
  }
}
