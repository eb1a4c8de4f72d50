package dev.phaseledger.query.signals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads failure signals.
@RestController
@RequestMapping("/v1/signals")
final class SignalEndpoint {

  /// One signal, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SignalBody(
      String agentId,
      String contractId,
      Optional<String> dispatchId,
      String kind,
      String detail,
      Instant occurredAt,
      Instant detectedAt,
      long position) {

    static SignalBody of(SignalView view) {
      return new SignalBody(
          view.agentId(),
          view.contractId(),
          view.dispatchId(),
          view.kind(),
          view.detail(),
          view.occurredAt(),
          view.detectedAt(),
          view.position());
    }
  }

  private final Reads reads;

  SignalEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<SignalBody> list(
      Principal principal,
      @RequestParam Optional<String> agent,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListSignals(principal.tenant(), agent.map(AgentId::new), Reads.cursor(after, size)),
            SignalView.class),
        SignalBody::of);
  }
}
