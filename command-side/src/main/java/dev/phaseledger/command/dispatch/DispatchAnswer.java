package dev.phaseledger.command.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Recorded;
import java.util.Optional;
import tools.jackson.databind.annotation.JsonSerialize;

/// The verdict on a request, durable by the time the caller reads it.
///
/// @param afterTheFact the call had been made already; the verdict released nothing
/// @param shown the digest that an approval must name, if the verdict is APPROVAL_REQUIRED
/// @param contractRevoked whether the decision also ended the contract
/// @param judgement everything the verdict rests on
/// @param position reads with `atLeast` this position see the decision
/// @param index the decision's index in the tenant's log
/// @param receipt proof that the decision is on record (C2SP tlog-proof), if the request preferred
///   one
/// @param repeated whether this repeats an earlier request's verdict
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonSerialize(using = DispatchAnswerWriter.class)
record DispatchAnswer(
    String dispatchId,
    String contractId,
    Verdict verdict,
    String explanation,
    boolean afterTheFact,
    Optional<String> shown,
    boolean contractRevoked,
    JsonValue judgement,
    long position,
    long index,
    Optional<String> receipt,
    boolean repeated) {

  static DispatchAnswer of(Recorded recorded, Optional<String> receipt) {
    DispatchDecided decided =
        recorded
            .first(DispatchDecided.class)
            .orElseThrow(() -> new IllegalStateException("a dispatch is always decided"));
    Verdict verdict = decided.judgement().verdict();
    return new DispatchAnswer(
        decided.request().id().value(),
        decided.contract().value(),
        verdict,
        decided.judgement().explanation(),
        decided.request().afterTheFact(),
        verdict == Verdict.APPROVAL_REQUIRED
            ? Optional.of(
                ApprovalBinding.digest(
                        decided.request().id(),
                        decided.requestDigest(),
                        decided.judgement().basis())
                    .value())
            : Optional.empty(),
        recorded.first(ContractRevoked.class).isPresent(),
        Forms.encode(decided.judgement()),
        recorded.position(),
        recorded.index(),
        receipt,
        recorded.repeated());
  }
}
