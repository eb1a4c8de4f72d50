package dev.phaseledger.command.contract;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Issues and revokes contracts.
@RestController
@RequestMapping("/v1/contracts")
final class ContractCommandEndpoint {

  private final LedgerCommands ledger;
  private final IdSource ids;
  private final Clock clock;

  ContractCommandEndpoint(LedgerCommands ledger, IdSource ids, Clock clock) {
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  record Reason(@Nullable String reason) {}

  @PostMapping
  ResponseEntity<Written> issue(
      Principal caller, RequestEnvelope envelope, @RequestBody ContractForm body) {
    var contract =
        new ContractId(Given.optional(body.contractId()).orElseGet(() -> "ctr-" + ids.next()));
    var command =
        new IssueContract(envelope.context(caller), contract, body.terms(clock.instant()));
    var recorded = ledger.send(command);
    return Written.created(
        recorded
            .first(ContractIssued.class)
            .map(issued -> issued.contract().value())
            .orElse(contract.value()),
        recorded);
  }

  @PostMapping("/{contract}/revocation")
  Written revoke(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody Reason body) {
    var command =
        new RevokeContract(
            envelope.context(caller),
            new ContractId(contract),
            Given.required("reason", body.reason()));
    return Written.of(contract, ledger.send(command));
  }
}
