package dev.phaseledger.command.handling;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import java.util.List;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/// Hands decided events, and what they were decided on, to the running unit of work, which appends
/// them as one.
final class Applied {

  /// Name of the metadata that says who caused an event.
  static final String ACTOR = "actor";

  private Applied() {}

  static AppendScope scope() {
    AppendScope scope = CurrentUnitOfWork.get().getResource(AppendScope.RESOURCE);
    if (scope == null) {
      throw new IllegalStateException("commands are sent through LedgerCommands");
    }
    return scope;
  }

  static void guard(TenantId tenant, AgentAuthority agent) {
    scope().guard(new Guard(StreamId.agent(tenant, agent.agent()), agent.version()));
  }

  static void guard(TenantId tenant, TenantPolicy policy) {
    scope().guard(new Guard(StreamId.policy(tenant), policy.version()));
  }

  /// Applies events of the running aggregate.
  static void own(List<? extends LedgerEvent> events) {
    MetaData meta = actor();
    events.forEach(event -> apply(event, meta));
  }

  /// Applies a contract's events; events of its agent go to the agent's stream, right after the
  /// version that was guarded.
  static void withAgent(
      List<LedgerEvent> events, TenantId tenant, AgentAuthority agent, EventBus bus) {
    MetaData meta = actor();
    long version = agent.version();
    for (LedgerEvent event : events) {
      switch (event) {
        case AgentEvent onAgent ->
            bus.publish(
                new GenericDomainEventMessage<>(
                    StreamId.Subject.AGENT.label(),
                    StreamId.agent(tenant, onAgent.agent()).toString(),
                    ++version,
                    onAgent,
                    meta));
        case ContractEvent onContract -> apply(onContract, meta);
        case LogEvent onLog ->
            throw new IllegalStateException("a contract cannot change the log: " + onLog);
        case PolicyEvent onPolicy ->
            throw new IllegalStateException("a contract cannot publish " + onPolicy);
        case SubjectEvent onSubject ->
            throw new IllegalStateException("a contract cannot erase: " + onSubject);
      }
    }
  }

  private static MetaData actor() {
    return MetaData.with(ACTOR, scope().actor().value());
  }
}
