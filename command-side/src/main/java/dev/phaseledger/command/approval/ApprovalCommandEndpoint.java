package dev.phaseledger.command.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where humans answer dispatches that wait for them.
@RestController
@RequestMapping("/v1/approvals")
final class ApprovalCommandEndpoint {

  private final LedgerCommands ledger;

  ApprovalCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record AnswerForm(
      @Nullable String contractId,
      @Nullable String dispatchId,
      @Nullable Boolean granted,
      @Nullable String shown,
      @Nullable String reason) {}

  /// What an answer led to.
  ///
  /// @param counted whether the answer counts; a stale one does not, and the dispatch has to be
  ///   looked at anew
  /// @param verdict the verdict from here on; a rejected dispatch is VETOED
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
      return new AnswerResult(
          dispatch,
          recorded.first(ApprovalRecorded.class).isPresent(),
          rejudged.map(r -> r.judgement().verdict().name()).orElse("VETOED"),
          rejudged.map(r -> r.judgement().explanation()).orElse("Rejected by the approver."),
          rejudged.map(r -> Forms.encode(r.judgement())),
          recorded.position(),
          recorded.index(),
          recorded.repeated());
    }
  }

  @PostMapping
  ResponseEntity<AnswerResult> answer(
      Principal caller, RequestEnvelope envelope, @RequestBody AnswerForm body) {
    String dispatch = Given.required("dispatchId", body.dispatchId());
    var command =
        new AnswerApproval(
            envelope.context(caller),
            new ContractId(Given.required("contractId", body.contractId())),
            new DispatchId(dispatch),
            Given.required("granted", body.granted()),
            new Digest(Given.required("shown", body.shown())),
            Given.text(body.reason()));
    Recorded recorded = ledger.send(command);
    return ResponseEntity.status(recorded.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(AnswerResult.of(dispatch, recorded));
  }
}
