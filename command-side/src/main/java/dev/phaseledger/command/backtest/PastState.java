package dev.phaseledger.command.backtest;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.backtest.Retrial.Answers;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.history.TenantHistory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was in force at a place in one tenant's history, with the candidate in its place.
final class PastState {

  private final Candidate candidate;
  private final Map<ContractId, ContractState> contracts = new HashMap<>();
  private final Map<AgentId, AgentAuthority> agents = new HashMap<>();
  private final Optional<TenantHistory> history;

  /// Whether something has gone another way: then what decisions were told they are not told again.
  private boolean diverged;

  private long position;
  private TenantPolicy recorded = TenantPolicy.NONE;
  private TenantPolicy tried;

  PastState(Candidate candidate) {
    this.candidate = candidate;
    this.history = candidate.counted().map(TenantHistory::new);
    this.tried = candidate.on(recorded);
  }

  /// What is known of a contract; empty before it is issued.
  Optional<ContractState> find(ContractId id) {
    return Optional.ofNullable(contracts.get(id));
  }

  /// The contract that an entry is about.
  ContractState contract(ContractId id) {
    ContractState known = contracts.get(id);
    if (known == null) {
      throw new IllegalStateException("contract " + id + " was never issued");
    }
    return known;
  }

  /// The agent that an entry is about.
  AgentAuthority agent(AgentId id) {
    AgentAuthority known = agents.get(id);
    if (known == null) {
      throw new IllegalStateException("agent " + id + " was never registered");
    }
    return known;
  }

  /// What a decision under a contract is made on.
  Situation situation(ContractState contract, Instant now) {
    return new Situation(contract, agent(contract.terms().agent()), tried, now, counts(List.of()));
  }

  /// What a recorded decision is made on again. One that was made while a map had to be published
  /// again is made under that map as it was; any other was made by a release that had no doubts.
  private Situation situation(ContractState contract, Judgement recorded) {
    TenantPolicy policy =
        recorded.basis().policy().equals(tried.digest()) ? tried : tried.believed();
    return new Situation(
        contract,
        agent(contract.terms().agent()),
        policy,
        recorded.basis().now(),
        counts(diverged ? List.of() : recorded.counts()));
  }

  private PastCounts counts(List<CountRead> told) {
    return new PastCounts(told, history.map(TenantHistory::counts), position);
  }

  /// From here on history is another one.
  void diverge() {
    diverged = true;
  }

  /// The decision that an entry holds, on the state before the entry.
  Optional<Retrial> retrial(RecordedEvent entry, Approving approving) {
    position = entry.position() - 1;
    return switch (entry.event()) {
      case DispatchDecided e ->
          Optional.of(
              new Retrial(
                  Place.of(entry, e.contract(), e.agent(), e.request().id()),
                  e.judgement(),
                  situation(contract(e.contract()), e.judgement()),
                  e.request(),
                  Optional.empty()));
      case DispatchRejudged e ->
          contract(e.contract()).open().get(e.dispatch()) instanceof Waiting waiting
              ? Optional.of(rejudged(entry, e, waiting, approving))
              : Optional.empty();
      case ContractEvent _, AgentEvent _, PolicyEvent _, SubjectEvent _, LogEvent _ ->
          Optional.empty();
    };
  }

  private Retrial rejudged(
      RecordedEvent entry, DispatchRejudged e, Waiting waiting, Approving approving) {
    Instant now = e.judgement().basis().now();
    Answers answers =
        waiting instanceof Pending pending
            ? new Answers(
                approving.answered(e.dispatch())
                    ? Approving.asOf(now, pending.approvals())
                    : List.of(),
                pending.escalated())
            : new Answers(List.of(), Set.of());
    return new Retrial(
        Place.of(entry, e.contract(), e.agent(), e.dispatch()),
        e.judgement(),
        situation(contract(e.contract()), e.judgement()),
        waiting.request(),
        Optional.of(answers));
  }

  /// Takes an entry as it is.
  void follow(RecordedEvent entry) {
    switch (entry.event()) {
      case ContractEvent e -> evolve(e, new ContractState.Cause(entry.actor(), entry.time()));
      case AgentEvent e -> evolve(e, entry.time());
      case PolicyEvent e -> {
        recorded = recorded.evolve(e, entry.position());
        tried = candidate.on(recorded);
      }
      case SubjectEvent _, LogEvent _ -> {}
    }
  }

  /// Lets something happen to a contract.
  void evolve(ContractEvent event, ContractState.Cause cause) {
    history.ifPresent(counted -> counted.follow(event, cause.at()));
    contracts.put(
        event.contract(),
        event instanceof ContractIssued issued
            ? ContractState.issued(issued)
            : contract(event.contract()).evolve(event, cause));
  }

  /// Lets something happen to an agent.
  void evolve(AgentEvent event, Instant at) {
    agents.put(
        event.agent(),
        event instanceof AgentRegistered registered
            ? AgentAuthority.registered(registered)
            : agent(event.agent()).evolve(event, at));
  }
}
