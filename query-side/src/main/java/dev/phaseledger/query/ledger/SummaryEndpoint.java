package dev.phaseledger.query.ledger;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.Summarize;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import dev.phaseledger.query.reading.Tagged;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads the counts over a tenant's ledger.
@RestController
@RequestMapping("/v1/ledger/summary")
final class SummaryEndpoint {

  /// The counts, as they are sent.
  record SummaryBody(
      long agents,
      long contracts,
      long dispatches,
      Map<String, Long> verdicts,
      Map<String, Long> vetoes,
      Map<String, Long> outcomes,
      long revocations,
      long signals,
      long entries,
      long position) {

    static SummaryBody of(SummaryView view) {
      return new SummaryBody(
          view.agents(),
          view.contracts(),
          view.dispatches(),
          view.verdicts(),
          view.vetoes(),
          view.outcomes(),
          view.revocations(),
          view.signals(),
          view.entries(),
          view.position());
    }
  }

  private final Reads reads;

  SummaryEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  ResponseEntity<SummaryBody> summary(Principal principal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    SummaryView view = reads.ask(new Summarize(principal.tenant()), SummaryView.class);
    return Tagged.of(view.position(), SummaryBody.of(view));
  }
}
