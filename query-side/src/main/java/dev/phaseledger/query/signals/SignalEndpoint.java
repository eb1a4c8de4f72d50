package dev.phaseledger.query.signals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.query.DetectionView;
import dev.phaseledger.api.query.LedgerQuery.FindSignal;
import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.LedgerQuery.SignalFilter;
import dev.phaseledger.api.query.LedgerQuery.SummarizeDetection;
import dev.phaseledger.api.query.SignalTrace;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads failure signals.
@RestController
@RequestMapping("/v1/signals")
final class SignalEndpoint {

  private static final String LEDGER_PREFIX = "ledger:";

  /// One signal, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SignalBody(
      String signal,
      String agentId,
      String contractId,
      Optional<String> dispatchId,
      String kind,
      String severity,
      String detector,
      String detail,
      List<String> evidence,
      List<Long> entries,
      Instant occurredAt,
      Instant detectedAt,
      long detectionMillis,
      long index,
      long position) {

    static SignalBody of(SignalView view) {
      return new SignalBody(
          view.signal(),
          view.agentId(),
          view.contractId(),
          view.dispatchId(),
          view.kind(),
          view.severity(),
          view.detector(),
          view.detail(),
          view.evidence(),
          view.entries(),
          view.occurredAt(),
          view.detectedAt(),
          view.detectionMillis(),
          view.index(),
          view.position());
    }
  }

  /// One signal with its explanation, as it is sent.
  ///
  /// @param rule the ledger's rule that detected it; absent if somebody reported it
  /// @param judgement the judgement of its dispatch: what was said, and which facts were read
  /// @param ledHere entries that led here
  /// @param countedBefore earlier failures and vetoes of the agent
  /// @param followed paths that were taken because of it, and what they did
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record ExplainedSignal(
      SignalBody signal,
      String explanation,
      Optional<String> rule,
      Optional<JsonValue> judgement,
      List<SignalTrace.Line> ledHere,
      List<SignalTrace.Line> countedBefore,
      List<SignalTrace.Line> followed) {

    static ExplainedSignal of(SignalTrace trace) {
      SignalView signal = trace.signal();
      boolean own = signal.detector().startsWith(LEDGER_PREFIX);
      return new ExplainedSignal(
          SignalBody.of(signal),
          "%s of severity %s, noticed by %s %d ms after it occurred: %s"
              .formatted(
                  signal.kind(),
                  signal.severity(),
                  signal.detector(),
                  signal.detectionMillis(),
                  signal.detail()),
          own ? Optional.of(signal.detector().substring(LEDGER_PREFIX.length())) : Optional.empty(),
          trace.dispatch().map(dispatch -> Forms.encode(dispatch.judgement())),
          trace.before(),
          trace.counted(),
          trace.after());
    }
  }

  /// What failures are asked for.
  record Wanted(
      Optional<String> agentId,
      Optional<String> agent,
      Optional<String> contractId,
      Optional<String> kind,
      Optional<String> severity,
      Optional<Instant> from,
      Optional<Instant> to) {

    SignalFilter filter() {
      return new SignalFilter(
          agentId.or(() -> agent).map(AgentId::new),
          contractId.map(ContractId::new),
          kind,
          severity.map(SignalEndpoint::severity),
          from,
          to);
    }
  }

  private final Reads reads;

  SignalEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<SignalBody> list(
      Principal principal,
      Wanted wanted,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListSignals(principal.tenant(), wanted.filter(), Reads.cursor(after, size)),
            SignalView.class),
        SignalBody::of);
  }

  /// How long it took to detect failures.
  @GetMapping("/detection")
  DetectionView detection(Principal principal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return reads.ask(new SummarizeDetection(principal.tenant()), DetectionView.class);
  }

  /// One failure, with what led to it and what followed.
  @GetMapping("/{signal}")
  ExplainedSignal explain(
      Principal principal, @PathVariable String signal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return reads
        .find(new FindSignal(principal.tenant(), signal), SignalTrace.class)
        .map(ExplainedSignal::of)
        .orElseThrow(() -> new NotFoundException("signal", "no signal '" + signal + "'"));
  }

  private static Severity severity(String name) {
    return Arrays.stream(Severity.values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InvalidFieldException(
                "severity", "must be one of " + Arrays.toString(Severity.values())));
  }
}
