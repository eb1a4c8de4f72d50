package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.append.Receipts;
import dev.phaseledger.api.command.ContractCommand.CloseDispatch;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.evidence.EvidenceForm;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where agents ask before they act, and report how it ended.
@RestController
@RequestMapping("/v1/dispatches")
final class DispatchCommandEndpoint {

  private final LedgerCommands ledger;
  private final IdSource ids;
  private final Receipts receipts;

  DispatchCommandEndpoint(LedgerCommands ledger, IdSource ids, Receipts receipts) {
    this.ledger = ledger;
    this.ids = ids;
    this.receipts = receipts;
  }

  record OutcomeForm(
      @Nullable String contractId,
      @Nullable String outcome,
      @Nullable String detail,
      @Nullable EvidenceForm evidence,
      @Nullable Long costMicros) {}

  record ClosingForm(@Nullable String contractId, @Nullable String reason) {}

  @PostMapping
  ResponseEntity<DispatchAnswer> request(
      Principal caller,
      RequestEnvelope envelope,
      @RequestHeader(name = "Prefer", required = false) @Nullable String preferences,
      @RequestBody DispatchForm body) {
    Recorded recorded =
        ledger.send(
            new RequestDispatch(
                envelope.context(caller), body.contract(), body.request(ids), body.named()));
    return ResponseEntity.status(recorded.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(DispatchAnswer.of(recorded, receipt(caller, preferences, recorded)));
  }

  @PostMapping("/{dispatch}/outcome")
  ResponseEntity<Written> outcome(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String dispatch,
      @RequestBody OutcomeForm body) {
    var command =
        new RecordOutcome(
            envelope.context(caller),
            new ContractId(Given.required("contractId", body.contractId())),
            new DispatchId(dispatch),
            outcome(Given.required("outcome", body.outcome())),
            Given.text(body.detail()),
            Given.optional(body.evidence()).map(form -> form.evidence("evidence")),
            body.costMicros() == null ? OptionalLong.empty() : OptionalLong.of(body.costMicros()));
    return Written.created(dispatch, ledger.send(command));
  }

  @PostMapping("/{dispatch}/withdrawal")
  ResponseEntity<Written> withdraw(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String dispatch,
      @RequestBody ClosingForm body) {
    return close(envelope.context(caller), dispatch, Closing.WITHDRAWN, body);
  }

  @PostMapping("/{dispatch}/cancellation")
  ResponseEntity<Written> cancel(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String dispatch,
      @RequestBody ClosingForm body) {
    return close(envelope.context(caller), dispatch, Closing.CANCELLED, body);
  }

  private ResponseEntity<Written> close(
      Context context, String dispatch, Closing closing, ClosingForm body) {
    var command =
        new CloseDispatch(
            context,
            new ContractId(Given.required("contractId", body.contractId())),
            new DispatchId(dispatch),
            closing,
            Given.required("reason", body.reason()),
            Optional.empty());
    return Written.created(dispatch, ledger.send(command));
  }

  /// The receipt that a request prefers to have with its verdict (RFC 7240, preference `receipt`).
  private Optional<String> receipt(
      Principal caller, @Nullable String preferences, Recorded recorded) {
    boolean preferred =
        preferences != null
            && Arrays.stream(preferences.split(",")).map(String::strip).anyMatch("receipt"::equals);
    return preferred
        ? Optional.of(receipts.receipt(caller.tenant(), recorded.index()))
        : Optional.empty();
  }

  private static Outcome outcome(String name) {
    return Arrays.stream(Outcome.values())
        .filter(outcome -> outcome.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InvalidFieldException("outcome", "must be SUCCEEDED, FAILED or UNKNOWN"));
  }
}
