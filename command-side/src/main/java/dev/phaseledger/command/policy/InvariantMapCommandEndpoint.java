package dev.phaseledger.command.policy;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import dev.phaseledger.policy.InvariantMaps;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Publishes invariant maps, and says how they are written.
@RestController
@RequestMapping("/v1/invariant-maps")
final class InvariantMapCommandEndpoint {

  private final LedgerCommands ledger;

  InvariantMapCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record Publication(@Nullable String source) {}

  /// What editors check a map's shape by while it is written; the same for every caller.
  @GetMapping(path = "/schema", produces = "application/schema+json")
  String schema(Principal caller) {
    return InvariantMaps.schema();
  }

  @PostMapping
  ResponseEntity<Written> publish(
      Principal caller, RequestEnvelope envelope, @RequestBody Publication body) {
    String source = Given.required("source", body.source());
    var recorded = ledger.send(new PublishInvariantMap(envelope.context(caller), source));
    String name =
        recorded
            .first(InvariantMapPublished.class)
            .map(InvariantMapPublished::name)
            .orElseGet(() -> InvariantMaps.compile(source).name());
    return Written.created(name, recorded);
  }
}
