package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/// Requests to act, each decided on in full. One agent per caller, under a contract of its own,
/// which is replaced when its open dispatches are used up: that is part of the throughput and of
/// the CPU time, and is not counted as an operation.
final class FullDecisions implements Variant {

  private final DecisionTarget target;
  private final DecisionScript script;
  private final IdSource ids;
  private final List<Requester> requesters = new ArrayList<>();

  /// Puts the map in force and registers the agents.
  FullDecisions(DecisionTarget target, DecisionScript script, IdSource ids, int callersMax) {
    this.target = target;
    this.script = script;
    this.ids = ids;
    target.send(script.publishMap());
    register(callersMax);
  }

  private FullDecisions(DecisionTarget target, DecisionScript script, IdSource ids) {
    this.target = target;
    this.script = script;
    this.ids = ids;
  }

  /// Registers the agents only: on a ledger where the map is in force already.
  static FullDecisions joining(
      DecisionTarget target, DecisionScript script, IdSource ids, int callersMax) {
    var joined = new FullDecisions(target, script, ids);
    joined.register(callersMax);
    return joined;
  }

  private void register(int callersMax) {
    for (int number = 0; number < callersMax; number++) {
      var agent = new AgentId("agent-" + ids.next());
      target.send(script.registerAgent(agent));
      requesters.add(new Requester(number, agent));
    }
  }

  @Override
  public Name name() {
    return Name.DECISION;
  }

  @Override
  public int recordedBytes() {
    Requester first = requesters.getFirst();
    first.ready();
    return Json.bytes(EventCodec.encode(first.decide())).length;
  }

  @Override
  public Cell open(int callers) {
    return new Cell() {
      @Override
      public Caller caller(int number) {
        return requesters.get(number);
      }

      // Virtual, as the threads are that the service answers requests on.
      @Override
      public ThreadFactory threads() {
        return Thread.ofVirtual().factory();
      }

      @Override
      public void close() {
        // The agents are used again; the target is closed by whoever opened it.
      }
    };
  }

  private final class Requester implements Caller {
    private final int caller;
    private final AgentId agent;
    private ContractId contract;
    private int openDispatches = DecisionScript.OPEN_DISPATCHES_MAX;
    private long number;
    private RequestDispatch next;

    Requester(int caller, AgentId agent) {
      this.caller = caller;
      this.agent = agent;
      this.contract = new ContractId("contract-" + ids.next());
      this.next = script.requestDispatch(agent, contract, SampleRequest.of(caller, number));
    }

    @Override
    public void ready() {
      if (openDispatches == DecisionScript.OPEN_DISPATCHES_MAX) {
        contract = new ContractId("contract-" + ids.next());
        target.send(script.issueContract(agent, contract));
        target.send(script.recordTests(contract));
        openDispatches = 0;
      }
      next = script.requestDispatch(agent, contract, SampleRequest.of(caller, number++));
      openDispatches++;
    }

    @Override
    public void operate() {
      decide();
    }

    /// Anything but a plain yes after all invariants would be another, cheaper, operation.
    DispatchDecided decide() {
      for (LedgerEvent event : target.send(next)) {
        if (event instanceof DispatchDecided decided) {
          var judgement = decided.judgement();
          if (judgement.verdict() != Verdict.AUTHORIZED
              || judgement.results().size() != DecisionScript.INVARIANTS) {
            throw new IllegalStateException(
                "%s by %d invariants instead of AUTHORIZED by %d: %s"
                    .formatted(
                        judgement.verdict(),
                        judgement.results().size(),
                        DecisionScript.INVARIANTS,
                        judgement.explanation()));
          }
          return decided;
        }
      }
      throw new IllegalStateException("the target recorded no decision on a dispatch");
    }
  }
}
