package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A contract with a past: its dispatches were decided, and their outcomes are on record.
final class PastContract {

  /// Decisions that pasts are made of.
  private static final int PATTERNS = 64;

  private final TenantId tenant;
  private final AgentId agent;
  private final ContractId contract;
  private final DecisionScript script;
  private long number;

  private PastContract(TenantId tenant, AgentId agent, ContractId contract, DecisionScript script) {
    this.tenant = tenant;
    this.agent = agent;
    this.contract = contract;
    this.script = script;
  }

  /// Issues a contract, with the evidence that its requests need.
  static PastContract issued(
      DecisionTarget target, DecisionScript script, TenantId tenant, AgentId agent, IdSource ids) {
    var contract = new ContractId("contract-" + ids.next());
    target.send(script.issueContract(agent, contract));
    target.send(script.recordTests(contract));
    return new PastContract(tenant, agent, contract, script);
  }

  /// Decisions as the ledger makes them: pasts repeat them under other identifiers.
  List<DispatchDecided> patterns(DecisionTarget target) {
    List<DispatchDecided> patterns = new ArrayList<>();
    while (patterns.size() < PATTERNS) {
      patterns.add(decide(target));
    }
    return patterns;
  }

  /// Appends dispatches and their outcomes until the contract has so many events.
  void age(
      HistoryTarget target,
      List<DispatchDecided> patterns,
      long events,
      IdSource ids,
      LongConsumer progress) {
    // The contract and its evidence.
    long sequence = 2;
    StreamId stream = StreamId.contract(tenant, contract);
    while (sequence < events) {
      List<LedgerEvent> batch = new ArrayList<>();
      while (batch.size() < HistoryTarget.APPEND_EVENTS_MAX && sequence + batch.size() < events) {
        DispatchDecided pattern = patterns.get((int) ((sequence + batch.size()) / 2 % PATTERNS));
        DispatchRequest request = renamed(pattern.request(), new DispatchId(ids.next()));
        batch.add(
            new DispatchDecided(
                contract, agent, request, Forms.digest(request), pattern.judgement()));
        batch.add(outcome(request.id()));
      }
      target.append(stream, sequence, batch);
      sequence += batch.size();
      progress.accept(sequence);
    }
  }

  private static DispatchRequest renamed(DispatchRequest request, DispatchId id) {
    return new DispatchRequest(
        id,
        request.action(),
        request.resources(),
        request.parameters(),
        request.justification(),
        request.labels(),
        request.dataClasses(),
        request.costMicros(),
        request.irreversible(),
        request.phase(),
        request.recordedAt());
  }

  private OutcomeRecorded outcome(DispatchId dispatch) {
    return new OutcomeRecorded(contract, agent, dispatch, Outcome.SUCCEEDED, "", Optional.empty());
  }

  RequestDispatch next() {
    return script.requestDispatch(agent, contract, SampleRequest.of(0, number++));
  }

  /// One request, decided on, and its outcome.
  ///
  /// @throws IllegalStateException if it was decided otherwise than it must: that would be another
  ///   operation
  DispatchDecided decide(DecisionTarget target) {
    DispatchDecided decided = decide(target, next());
    target.send(script.recordOutcome(agent, contract, decided.request().id()));
    return decided;
  }

  static DispatchDecided decide(DecisionTarget target, RequestDispatch request) {
    for (LedgerEvent event : target.send(request)) {
      if (event instanceof DispatchDecided decided) {
        var judgement = decided.judgement();
        if (judgement.verdict() != Verdict.AUTHORIZED
            || judgement.results().size() != DecisionScript.INVARIANTS) {
          throw new IllegalStateException(
              "%s instead of AUTHORIZED: %s"
                  .formatted(judgement.verdict(), judgement.explanation()));
        }
        return decided;
      }
    }
    throw new IllegalStateException("the target recorded no decision on a dispatch");
  }
}
