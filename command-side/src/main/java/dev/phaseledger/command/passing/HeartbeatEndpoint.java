package dev.phaseledger.command.passing;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.RecordHeartbeat;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Where agents say that they are alive.
@RestController
final class HeartbeatEndpoint {

  private final LedgerCommands ledger;

  HeartbeatEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record HeartbeatForm(@Nullable String note) {}

  @PostMapping("/v1/contracts/{contract}/heartbeat")
  ResponseEntity<Written> beat(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody HeartbeatForm body) {
    var command =
        new RecordHeartbeat(
            envelope.context(caller), new ContractId(contract), Given.text(body.note()));
    return Written.created(contract, ledger.send(command));
  }
}
