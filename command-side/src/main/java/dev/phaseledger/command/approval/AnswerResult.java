package dev.phaseledger.command.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Recorded;
import java.util.Optional;

/// What an answer led to.
///
/// @param counted whether the answer counts; a stale one does not, and the dispatch has to be
///   looked at anew; neither does one that came too late, or that an invariant refused
/// @param verdict the verdict from here on; a dispatch that was rejected, or closed for lack of an
///   answer in time, is VETOED
/// @param judgement what the new verdict rests on, if the dispatch was judged anew
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record AnswerResult(
    String dispatchId,
    boolean counted,
    String verdict,
    String explanation,
    Optional<JsonValue> judgement,
    long position,
    long index,
    boolean repeated) {

  static AnswerResult of(String dispatch, Recorded recorded) {
    Optional<DispatchRejudged> rejudged = recorded.first(DispatchRejudged.class);
    Optional<DispatchClosed> closed = recorded.first(DispatchClosed.class);
    Optional<StepJudgement> refusal = recorded.refusal();
    boolean waits = refusal.isPresent() && recorded.first(ContractRevoked.class).isEmpty();
    return new AnswerResult(
        dispatch,
        recorded.first(ApprovalRecorded.class).isPresent(),
        waits
            ? Verdict.APPROVAL_REQUIRED.name()
            : rejudged.map(r -> r.judgement().verdict().name()).orElse(Verdict.VETOED.name()),
        refusal
            .map(StepJudgement::explanation)
            .or(() -> rejudged.map(r -> r.judgement().explanation()))
            .or(() -> closed.map(DispatchClosed::reason))
            .orElse("Rejected by the approver."),
        rejudged.map(r -> Forms.encode(r.judgement())),
        recorded.position(),
        recorded.index(),
        recorded.repeated());
  }
}
