package dev.phaseledger.query.ledger;

import dev.phaseledger.api.query.LedgerQuery.FindCheckpoint;
import dev.phaseledger.proof.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/// Answers what was signed last.
@Component
final class CheckpointQueries {

  private final LogSource log;

  CheckpointQueries(LogSource log) {
    this.log = log;
  }

  @QueryHandler
  Optional<String> find(FindCheckpoint query) {
    return log.checkpoint(query.tenant().value())
        .map(note -> new String(note.format(), StandardCharsets.UTF_8));
  }
}
