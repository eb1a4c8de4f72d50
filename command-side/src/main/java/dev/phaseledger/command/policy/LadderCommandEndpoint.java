package dev.phaseledger.command.policy;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.PublishLadder;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Publishes the autonomy ladder.
@RestController
@RequestMapping("/v1/ladder")
final class LadderCommandEndpoint {

  private final LedgerCommands ledger;

  LadderCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record LadderPublication(@Nullable String source) {}

  @PostMapping
  ResponseEntity<Written> publish(
      Principal caller, RequestEnvelope envelope, @RequestBody LadderPublication body) {
    String source = Given.required("source", body.source());
    var recorded = ledger.send(new PublishLadder(envelope.context(caller), source));
    String name =
        recorded
            .first(LadderPublished.class)
            .map(LadderPublished::name)
            .orElseGet(() -> AutonomyLadder.compile(source).name());
    return Written.created(name, recorded);
  }
}
