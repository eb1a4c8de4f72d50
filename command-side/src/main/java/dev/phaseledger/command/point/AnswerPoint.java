package dev.phaseledger.command.point;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.point.StepJudge.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds invariants against a human's answer. One that is refused does not count, and the dispatch
/// goes on waiting.
public final class AnswerPoint {

  private AnswerPoint() {}

  /// What an answer leads to.
  ///
  /// @param request what waits; judged is its real form, recorded the other
  /// @param counted what follows if the answer counts, itself first
  public static List<LedgerEvent> held(
      AnswerApproval command,
      Pending pending,
      SealedRequest request,
      List<LedgerEvent> counted,
      Situation situation) {
    Fields answer =
        Fields.with("approved", JsonValue.Bool.of(command.granted()))
            .put("reason", command.reason())
            .build();
    Optional<Ruling> ruling =
        UnderContract.judge(
            EnforcementPoint.APPROVAL,
            StepForms.of(command.context().by(), "answer", answer),
            request,
            pending.approvals(),
            situation,
            "The answer of %s to dispatch %s".formatted(command.context().by().id(), pending.id()));
    if (ruling.isEmpty()) {
      return counted;
    }
    StepJudged judged = UnderContract.judged(ruling.get(), Optional.of(pending.id()), situation);
    var events = new ArrayList<LedgerEvent>();
    events.add(judged);
    if (ruling.get().permitted()) {
      events.addAll(counted);
    }
    events.addAll(
        UnderContract.consequences(
            ruling.get(),
            Optional.of(pending.id()),
            Deferral.after(situation, events, command.context().by().id())));
    return events;
  }
}
