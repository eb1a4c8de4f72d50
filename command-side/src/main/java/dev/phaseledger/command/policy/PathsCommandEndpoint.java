package dev.phaseledger.command.policy;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.PublishPaths;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import dev.phaseledger.policy.path.RevocationPaths;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Publishes revocation paths.
@RestController
@RequestMapping("/v1/revocation-paths")
final class PathsCommandEndpoint {

  private final LedgerCommands ledger;

  PathsCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record PathsPublication(@Nullable String source) {}

  @PostMapping
  ResponseEntity<Written> publish(
      Principal caller, RequestEnvelope envelope, @RequestBody PathsPublication body) {
    String source = Given.required("source", body.source());
    var recorded = ledger.send(new PublishPaths(envelope.context(caller), source));
    String name =
        recorded
            .first(PathsPublished.class)
            .map(PathsPublished::name)
            .orElseGet(() -> RevocationPaths.compile(source).name());
    return Written.created(name, recorded);
  }
}
