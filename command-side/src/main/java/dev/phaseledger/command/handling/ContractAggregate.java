package dev.phaseledger.command.handling;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
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
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.command.approval.ApprovalDecider;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.Amendment;
import dev.phaseledger.command.contract.ContractDecider;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.Delegations.Child;
import dev.phaseledger.command.contract.Parent;
import dev.phaseledger.command.contract.PhaseGate;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.evidence.EvidenceDecider;
import dev.phaseledger.command.passing.PassingDecider;
import dev.phaseledger.command.path.PathDecider;
import dev.phaseledger.command.point.ContractPoint;
import dev.phaseledger.command.point.ContractPoint.Issuing;
import dev.phaseledger.command.point.OutcomePoint;
import dev.phaseledger.command.point.PhasePoint;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/// A contract's stream: the contract, its dispatches, approvals, evidence and outcomes.
@AggregateRoot(type = "contract")
final class ContractAggregate {

  @AggregateIdentifier private @Nullable String stream;
  private @Nullable ContractState state;

  /// One that is to be issued.
  ContractAggregate() {}

  /// One that is on record.
  ContractAggregate(String stream, ContractState state) {
    this.stream = stream;
    this.state = state;
  }

  /// Whatever ends a contract ends what was delegated under it, in the same append: nothing is
  /// released under a grant whose source is gone.
  @CommandHandlerInterceptor
  Object withDelegated(LedgerCommand command, InterceptorChain chain, Contracts contracts)
      throws Exception {
    boolean before = state != null && state.active();
    Object result = chain.proceed();
    if (before) {
      endDelegated(command.tenant(), contracts);
    }
    return result;
  }

  private void endDelegated(TenantId tenant, Contracts contracts) {
    ContractState ended = state();
    if (ended.active()) {
      return;
    }
    for (Child child : ended.delegations().children()) {
      contracts
          .load(tenant, child.contract())
          .execute(orphan -> {
            if (orphan.state().active()) {
              Applied.own(ContractDecider.orphaned(orphan.state(), ended));
              orphan.endDelegated(tenant, contracts);
            }
          });
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(
      IssueContract command,
      Situations situations,
      Contracts contracts,
      Clock clock,
      EventBus bus) {
    stream = command.stream().toString();
    Optional<ContractState> known = Optional.ofNullable(state);
    // Before anything else is locked.
    ContractDecider.requireUnknown(command, known);
    Optional<AgentAuthority> agent =
        situations.inForce().agent(command.tenant(), command.terms().agent());
    agent.ifPresent(holder -> Applied.guard(command.tenant(), holder));
    Optional<Aggregate<ContractAggregate>> parent =
        command.terms().parent().map(id -> contracts.parent(command.tenant(), id));
    Optional<Parent> facts =
        parent.map(from ->
            parent(command.tenant(), from.invoke(ContractAggregate::state), situations, contracts));
    Instant now = clock.instant();
    TenantPolicy policy = situations.inForce().policy(command.tenant());
    Applied.guard(command.tenant(), policy);
    List<ContractEvent> issued = ContractDecider.issue(command, known, agent, facts, now);
    AgentAuthority holder = agent.orElseThrow();
    for (LedgerEvent event :
        ContractPoint.held(
            issued,
            new Issuing(
                command.context().by(),
                holder,
                policy,
                situations.beyond(command.tenant(), policy, now),
                now))) {
      if (event instanceof ContractEvent other && !other.contract().equals(command.contract())) {
        parent.orElseThrow().execute(_ -> Applied.own(List.of(other)));
      } else {
        Applied.withAgent(List.of(event), command.tenant(), holder, bus);
      }
    }
  }

  private static Parent parent(
      TenantId tenant, ContractState contract, Situations situations, Contracts contracts) {
    AgentAuthority holder = situations.agent(tenant, contract);
    TenantPolicy policy = situations.inForce().policy(tenant);
    Applied.guard(tenant, holder);
    Applied.guard(tenant, policy);
    return new Parent(
        contract,
        holder,
        policy.halted(),
        contracts.depth(tenant, contract),
        contracts.family(tenant, contract));
  }

  @CommandHandler
  void handle(AmendContract command, Situations situations, Contracts contracts, Clock clock) {
    TenantId tenant = command.tenant();
    Situation situation = situations.of(tenant, state(), clock.instant());
    Applied.own(
        ContractPoint.held(
            Amendment.amend(
                command,
                state(),
                state().terms().parent().map(id -> contracts.read(tenant, id)),
                contracts.children(tenant, state()),
                situation.now()),
            command.context().by(),
            situation));
  }

  @CommandHandler
  void handle(EndContract command) {
    Applied.own(ContractDecider.end(command, state()));
  }

  @CommandHandler
  void handle(RevokeContract command) {
    Applied.own(ContractDecider.revoke(command, state()));
  }

  @CommandHandler
  void handle(EnterPhase command, Situations situations, Clock clock, EventBus bus) {
    Situation situation = situations.of(command.tenant(), state(), clock.instant());
    Applied.withAgent(
        PhasePoint.held(command, PhaseGate.enter(command, state(), situation.now()), situation),
        command.tenant(),
        situation.agent(),
        bus);
  }

  @CommandHandler
  void handle(
      RequestDispatch command, Situations situations, Clock clock, EventBus bus, Vault vault) {
    Situation situation = situations.of(command.tenant(), state(), clock.instant());
    List<LedgerEvent> events =
        DispatchDecider.request(command, situation, Personal.sealer(command, vault));
    for (LedgerEvent event : events) {
      if (command.named() && event instanceof DispatchDecided decided) {
        Applied.scope()
            .claim(
                new Claim(
                    command.tenant(),
                    "dispatch",
                    decided.request().id().value(),
                    // With the contract: a verdict under one never answers for another.
                    Digest.of(command.contract() + "\n" + decided.requestDigest())));
      }
    }
    Applied.withAgent(events, command.tenant(), situation.agent(), bus);
  }

  @CommandHandler
  void handle(
      AnswerApproval command, Situations situations, Clock clock, EventBus bus, Vault vault) {
    Situation situation = situations.of(command.tenant(), state(), clock.instant());
    Applied.withAgent(
        ApprovalDecider.answer(command, situation, Personal.opener(command.tenant(), vault)),
        command.tenant(),
        situation.agent(),
        bus);
  }

  @CommandHandler
  void handle(WithdrawApproval command) {
    Applied.own(ApprovalDecider.withdraw(command, state()));
  }

  @CommandHandler
  void handle(CloseDispatch command) {
    Applied.own(Closings.close(command, state()));
  }

  @CommandHandler
  void handle(RecordHeartbeat command) {
    Applied.own(PassingDecider.heartbeat(command, state()));
  }

  @CommandHandler
  void handle(PassTime command, Situations situations, Clock clock, EventBus bus, Vault vault) {
    Situation situation = situations.of(command.tenant(), state(), clock.instant());
    Applied.withAgent(
        PassingDecider.pass(command, situation, Personal.opener(command.tenant(), vault)),
        command.tenant(),
        situation.agent(),
        bus);
  }

  /// What is recorded may be what deferred dispatches wait for: those are judged in the same
  /// append. Where none does, the append is not fenced by what it did not read.
  @CommandHandler
  void handle(
      RecordEvidence command, Situations situations, Clock clock, EventBus bus, Vault vault) {
    Instant now = clock.instant();
    Applied.own(EvidenceDecider.record(command, state(), now));
    Applied.own(ContractDecider.stopIfMet(state(), now));
    if (Deferral.isDue(state(), now)) {
      Situation situation = situations.of(command.tenant(), state(), now);
      Applied.withAgent(
          Deferral.judge(
              situation, command.context().by().id(), Personal.opener(command.tenant(), vault)),
          command.tenant(),
          situation.agent(),
          bus);
    }
  }

  @CommandHandler
  void handle(RecordOutcome command, Situations situations, Clock clock, EventBus bus) {
    Situation situation = situations.of(command.tenant(), state(), clock.instant());
    Applied.withAgent(
        OutcomePoint.held(
            command, DispatchDecider.outcome(command, state(), situation.now()), situation),
        command.tenant(),
        situation.agent(),
        bus);
    Applied.own(ContractDecider.stopIfMet(state(), situation.now()));
  }

  @CommandHandler
  void handle(SignalFailure command, Clock clock) {
    Applied.own(EvidenceDecider.signal(command, state(), clock.instant()));
  }

  @CommandHandler
  void handle(TakePath command) {
    Applied.own(PathDecider.take(command, state()));
  }

  @CommandHandler
  void handle(CancelDispatches command) {
    Applied.own(PathDecider.cancel(command, state()));
  }

  @CommandHandler
  void handle(RequestRollback command) {
    Applied.own(PathDecider.rollback(command, state()));
  }

  @CommandHandler
  void handle(RequestNotification command) {
    Applied.own(PathDecider.notify(command, state()));
  }

  @CommandHandler
  void handle(ReportPathFailure command, Clock clock) {
    Applied.own(PathDecider.failed(command, state(), clock.instant()));
  }

  /// Folds what is decided, before it is recorded: an event that cannot be folded must not be
  /// recorded. [KnownContract] folds what is.
  @EventSourcingHandler
  void on(
      ContractEvent event,
      DomainEventMessage<?> message,
      @Timestamp Instant at,
      @MetaDataValue(value = Applied.ACTOR, required = true) String actor) {
    if (event instanceof ContractIssued issued) {
      stream = stream == null ? message.getAggregateIdentifier() : stream;
      state = ContractState.issued(issued);
    } else {
      state = state().evolve(event, new ContractState.Cause(new PrincipalId(actor), at));
    }
  }

  private ContractState state() {
    if (state == null) {
      throw new IllegalStateException("the first event of a contract issues it");
    }
    return state;
  }
}
