package dev.phaseledger.command.signal;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.SignalFailure;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Puts detected failures on record.
@RestController
final class SignalCommandEndpoint {

  private final LedgerCommands ledger;
  private final IdSource ids;

  SignalCommandEndpoint(LedgerCommands ledger, IdSource ids) {
    this.ledger = ledger;
    this.ids = ids;
  }

  record SignalBody(
      @Nullable String contractId,
      @Nullable String dispatchId,
      @Nullable String kind,
      @Nullable String severity,
      @Nullable String detail,
      @Nullable Instant occurredAt,
      @Nullable List<@Nullable String> evidence) {}

  @PostMapping("/v1/signals")
  ResponseEntity<Written> signal(
      Principal caller, RequestEnvelope envelope, @RequestBody SignalBody body) {
    String signal = "sig-" + ids.next();
    var command =
        new SignalFailure(
            envelope.context(caller),
            new ContractId(Given.required("contractId", body.contractId())),
            Given.optional(body.dispatchId()).map(DispatchId::new),
            signal,
            Given.required("kind", body.kind()),
            body.severity() == null
                ? Severity.MEDIUM
                : Given.constant("severity", body.severity(), Severity.values()),
            Given.text(body.detail()),
            Given.required("occurredAt", body.occurredAt()),
            Given.list("evidence", body.evidence()).stream().map(Digest::new).toList());
    Recorded recorded = ledger.send(command);
    return Written.created(
        recorded.first(FailureSignalled.class).map(FailureSignalled::signal).orElse(signal),
        recorded);
  }
}
