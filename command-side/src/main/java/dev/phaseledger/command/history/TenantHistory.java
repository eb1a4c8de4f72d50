package dev.phaseledger.command.history;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.policy.Counted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What happened lately in one tenant, counted by agent, action, label and altogether. A fold of
/// the tenant's contract events in the order of the log, and of nothing else. Not safe for use by
/// several threads.
public final class TenantHistory {

  /// Dispatches that something is still to come for, and that are remembered by what they are. The
  /// oldest are forgotten: what becomes of them is counted for agent and tenant alone.
  static final int OPEN_MAX = 100_000;

  private final LinkedHashMap<Key, Asked> open = new LinkedHashMap<>();
  private HistoryCounts counts;

  private record Key(ContractId contract, DispatchId dispatch) {}

  /// What a dispatch is counted by, as far as it is known.
  record Asked(Optional<AgentId> agent, Optional<String> action, Map<String, String> labels) {}

  /// An empty history.
  ///
  /// @param labels the labels whose values are told apart
  public TenantHistory(Set<String> labels) {
    this.counts = HistoryCounts.none(labels);
  }

  /// Counts one more event.
  public void follow(ContractEvent event, Instant at) {
    switch (event) {
      case DispatchDecided e -> decided(e, at);
      case DispatchRejudged e -> rejudged(e, at);
      case ApprovalRecorded e -> answered(e, at);
      case OutcomeRecorded e -> ended(e, at);
      case DispatchClosed e -> closed(e, at);
      case ContractEvent.ContractIssued _,
          ContractEvent.ContractAmended _,
          ContractEvent.ContractDelegated _,
          ContractEvent.ContractEnded _,
          ContractEvent.ContractRevoked _,
          ContractEvent.PhaseDecided _,
          ContractEvent.StepJudged _,
          ContractEvent.ApprovalWithdrawn _,
          ContractEvent.ApprovalEscalated _,
          ContractEvent.EvidenceRecorded _,
          ContractEvent.FailureSignalled _,
          ContractEvent.HeartbeatRecorded _,
          ContractEvent.PathTaken _,
          ContractEvent.RollbackRequested _,
          ContractEvent.NotificationRequested _ -> {}
    }
  }

  /// What was counted so far; it stays as it is whatever follows.
  public HistoryCounts counts() {
    return counts;
  }

  private void decided(DispatchDecided e, Instant at) {
    DispatchRequest request = e.request();
    var asked = new Asked(Optional.of(e.agent()), Optional.of(request.action()), relevant(request));
    var key = new Key(e.contract(), request.id());
    switch (e.judgement().verdict()) {
      case AUTHORIZED, CONSTRAINED -> {
        add(asked, at, Counted.RELEASES);
        remember(key, asked);
      }
      case APPROVAL_REQUIRED, DEFERRED -> remember(key, asked);
      case VETOED -> add(asked, at, Counted.VETOES, Counted.DENIALS);
    }
  }

  private void rejudged(DispatchRejudged e, Instant at) {
    var key = new Key(e.contract(), e.dispatch());
    Asked asked = known(key, e.agent());
    switch (e.judgement().verdict()) {
      case AUTHORIZED, CONSTRAINED -> add(asked, at, Counted.RELEASES);
      case APPROVAL_REQUIRED, DEFERRED -> {}
      case VETOED -> {
        add(asked, at, Counted.VETOES, Counted.DENIALS);
        open.remove(key);
      }
    }
  }

  /// An answer does not say whose dispatch it is about; that of one that was forgotten counts for
  /// the tenant.
  private void answered(ApprovalRecorded e, Instant at) {
    var key = new Key(e.contract(), e.dispatch());
    Asked asked = open.getOrDefault(key, new Asked(Optional.empty(), Optional.empty(), Map.of()));
    List<Counted> what =
        e.granted() ? List.of(Counted.APPROVALS) : List.of(Counted.REJECTIONS, Counted.DENIALS);
    if (!e.granted()) {
      open.remove(key);
    }
    counts = counts.add(asked, what, at);
  }

  private void ended(OutcomeRecorded e, Instant at) {
    var key = new Key(e.contract(), e.dispatch());
    switch (e.outcome()) {
      case SUCCEEDED -> add(known(key, e.agent()), at, Counted.SUCCESSES);
      case FAILED -> add(known(key, e.agent()), at, Counted.FAILURES);
      case UNKNOWN -> {}
    }
    open.remove(key);
  }

  private void closed(DispatchClosed e, Instant at) {
    var key = new Key(e.contract(), e.dispatch());
    if (e.closing() == Closing.TIMED_OUT) {
      add(known(key, e.agent()), at, Counted.DENIALS);
    }
    open.remove(key);
  }

  private void remember(Key key, Asked asked) {
    open.put(key, asked);
    if (open.size() > OPEN_MAX) {
      open.pollFirstEntry();
    }
  }

  private Asked known(Key key, AgentId agent) {
    return open.getOrDefault(key, new Asked(Optional.of(agent), Optional.empty(), Map.of()));
  }

  private Map<String, String> relevant(DispatchRequest request) {
    if (counts.labels().isEmpty() || request.labels().isEmpty()) {
      return Map.of();
    }
    var relevant = new TreeMap<>(request.labels());
    relevant.keySet().retainAll(counts.labels());
    return relevant;
  }

  private void add(Asked asked, Instant at, Counted... what) {
    counts = counts.add(asked, List.of(what), at);
  }
}
