package dev.phaseledger.query.health;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.LedgerQuery.SummarizeHealth;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads how well governance worked.
@RestController
@RequestMapping("/v1/governance-health")
final class GovernanceHealthEndpoint {

  private final Reads reads;
  private final Clock clock;

  GovernanceHealthEndpoint(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /// Of the requests that were judged from `from` on and before `to`: the last 30 days, unless said
  /// otherwise.
  @GetMapping
  HealthBody health(
      Principal principal,
      @RequestParam Optional<String> from,
      @RequestParam Optional<String> to,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    Instant end = to.map(text -> time("to", text)).orElseGet(clock::instant);
    Instant start =
        from.map(text -> time("from", text))
            .orElseGet(() -> end.minus(SummarizeHealth.TIME_DEFAULT));
    reads.await(atLeast);
    return HealthBody.of(
        reads.ask(new SummarizeHealth(principal.tenant(), start, end), HealthView.class));
  }

  private static Instant time(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new InvalidFieldException(field, "must be a time such as 2026-01-31T10:00:00Z");
    }
  }
}
