package dev.phaseledger.command.machines;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.ContractCommand;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.CancelDispatches;
import dev.phaseledger.api.command.ContractCommand.CloseDispatch;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.PassTime;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.RecordHeartbeat;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.ReportPathFailure;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RequestNotification;
import dev.phaseledger.api.command.ContractCommand.RequestRollback;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.command.ContractCommand.SignalFailure;
import dev.phaseledger.api.command.ContractCommand.TakePath;
import dev.phaseledger.api.command.ContractCommand.WithdrawApproval;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.AgentDecider;
import dev.phaseledger.command.approval.ApprovalDecider;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.Amendment;
import dev.phaseledger.command.contract.ContractDecider;
import dev.phaseledger.command.contract.ContractSnapshot;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.Delegations.Child;
import dev.phaseledger.command.contract.Parent;
import dev.phaseledger.command.contract.PhaseGate;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.evidence.EvidenceDecider;
import dev.phaseledger.command.passing.PassingDecider;
import dev.phaseledger.command.path.PathDecider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Several agents and contracts of one tenant, changed by commands as the aggregates change them,
/// without a store. What is refused leaves nothing behind.
final class World {

  /// An event, and when and by whom it was caused.
  record Recorded(LedgerEvent event, ContractState.Cause cause) {}

  private Map<ContractId, ContractState> contracts = new LinkedHashMap<>();
  private Map<AgentId, AgentAuthority> agents = new LinkedHashMap<>();
  private final List<Recorded> log = new ArrayList<>();
  private final List<Recorded> append = new ArrayList<>();
  private ContractState.Cause cause = new ContractState.Cause(new PrincipalId("x"), Instant.EPOCH);
  Policies policies = Policies.first();
  Instant now = Scenario.NOW;

  void register(AgentRegistered event) {
    agents.put(event.agent(), AgentAuthority.registered(event));
  }

  Map<ContractId, ContractState> contracts() {
    return contracts;
  }

  ContractState contract(ContractId id) {
    return Objects.requireNonNull(contracts.get(id));
  }

  AgentAuthority agent(AgentId id) {
    return Objects.requireNonNull(agents.get(id));
  }

  Map<AgentId, AgentAuthority> agents() {
    return agents;
  }

  List<Recorded> log() {
    return log;
  }

  /// Decides, and records all or nothing.
  ///
  /// @return what was recorded
  List<Recorded> perform(LedgerCommand command) {
    Map<ContractId, ContractState> contractsBefore = new LinkedHashMap<>(contracts);
    Map<AgentId, AgentAuthority> agentsBefore = new LinkedHashMap<>(agents);
    append.clear();
    cause = new ContractState.Cause(command.context().by().id(), now);
    boolean kept = false;
    try {
      decide(command);
      kept = true;
    } finally {
      if (!kept) {
        contracts = contractsBefore;
        agents = agentsBefore;
      }
    }
    log.addAll(append);
    return List.copyOf(append);
  }

  /// Goes on from what a snapshot of the contract keeps.
  void restore(ContractId id) {
    contracts.put(id, ContractSnapshot.decode(ContractSnapshot.encode(contract(id))));
  }

  private void decide(LedgerCommand command) {
    switch (command) {
      case IssueContract c -> issue(c);
      case ContractCommand c -> {
        boolean before = contract(c.contract()).active();
        decide(c);
        if (before) {
          endDelegated(c.contract());
        }
      }
      case AgentCommand c ->
          apply(
              AgentDecider.decide(
                  c, Optional.ofNullable(agents.get(c.agent())), policies.inForce(), now));
      default -> throw new IllegalArgumentException("not tried here: " + command);
    }
  }

  private void decide(ContractCommand command) {
    ContractId id = command.contract();
    ContractState contract = contract(id);
    switch (command) {
      case IssueContract _ -> throw new IllegalArgumentException("issued elsewhere");
      case AmendContract c ->
          apply(Amendment.amend(c, contract, parent(contract), children(contract), now));
      case EndContract c -> apply(ContractDecider.end(c, contract));
      case RevokeContract c -> apply(ContractDecider.revoke(c, contract));
      case EnterPhase c -> apply(PhaseGate.enter(c, contract, now));
      case PassTime c -> apply(PassingDecider.pass(c, situation(id), Opener.NONE));
      case RecordHeartbeat c -> apply(PassingDecider.heartbeat(c, contract));
      case RequestDispatch c -> apply(DispatchDecider.request(c, situation(id)));
      case AnswerApproval c -> apply(ApprovalDecider.answer(c, situation(id)));
      case WithdrawApproval c -> apply(ApprovalDecider.withdraw(c, contract));
      case CloseDispatch c -> apply(Closings.close(c, contract));
      case RecordEvidence c -> {
        apply(EvidenceDecider.record(c, contract, now));
        apply(ContractDecider.stopIfMet(contract(id), now));
        if (Deferral.isDue(contract(id), now)) {
          apply(Deferral.judge(situation(id), cause.actor(), Opener.NONE));
        }
      }
      case RecordOutcome c -> {
        apply(DispatchDecider.outcome(c, contract, now));
        apply(ContractDecider.stopIfMet(contract(id), now));
      }
      case SignalFailure c -> apply(EvidenceDecider.signal(c, contract, now));
      case TakePath c -> apply(PathDecider.take(c, contract));
      case CancelDispatches c -> apply(PathDecider.cancel(c, contract));
      case RequestRollback c -> apply(PathDecider.rollback(c, contract));
      case RequestNotification c -> apply(PathDecider.notify(c, contract));
      case ReportPathFailure c -> apply(PathDecider.failed(c, contract, now));
    }
  }

  private void issue(IssueContract command) {
    Optional<Parent> parent =
        command
            .terms()
            .parent()
            .map(this::contract)
            .map(from ->
                new Parent(
                    from,
                    agent(from.terms().agent()),
                    policies.inForce().halted(),
                    depth(from),
                    (int)
                        contracts.values().stream()
                            .filter(c -> root(c).equals(root(from)))
                            .count()));
    apply(
        ContractDecider.issue(
            command,
            Optional.ofNullable(contracts.get(command.contract())),
            Optional.ofNullable(agents.get(command.terms().agent())),
            parent,
            now));
  }

  private void endDelegated(ContractId ended) {
    if (contract(ended).active()) {
      return;
    }
    for (Child child : contract(ended).delegations().children()) {
      if (contract(child.contract()).active()) {
        apply(ContractDecider.orphaned(contract(child.contract()), contract(ended)));
        endDelegated(child.contract());
      }
    }
  }

  private Situation situation(ContractId id) {
    ContractState contract = contract(id);
    return new Situation(contract, agent(contract.terms().agent()), policies.inForce(), now);
  }

  private Optional<ContractState> parent(ContractState contract) {
    return contract.terms().parent().map(this::contract);
  }

  private List<ContractState> children(ContractState contract) {
    return contract.delegations().children().stream()
        .map(child -> contract(child.contract()))
        .toList();
  }

  private int depth(ContractState contract) {
    return parent(contract).map(above -> depth(above) + 1).orElse(0);
  }

  private ContractId root(ContractState contract) {
    return parent(contract).map(this::root).orElse(contract.contract());
  }

  private void apply(List<? extends LedgerEvent> events) {
    for (LedgerEvent event : events) {
      switch (event) {
        case ContractIssued e -> contracts.put(e.contract(), ContractState.issued(e));
        case ContractEvent e ->
            contracts.put(e.contract(), contract(e.contract()).evolve(e, cause));
        case AgentEvent e -> agents.put(e.agent(), agent(e.agent()).evolve(e, now));
        default -> throw new IllegalStateException("unexpected " + event);
      }
      append.add(new Recorded(event, cause));
    }
  }
}
