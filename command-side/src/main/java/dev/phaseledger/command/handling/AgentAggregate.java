package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.command.agent.AgentDecider;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/// An agent's stream.
@AggregateRoot(type = "agent")
final class AgentAggregate {

  @AggregateIdentifier private @Nullable String stream;
  private @Nullable AgentAuthority authority;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(RegisterAgent command, InForce inForce, Clock clock) {
    stream = command.stream().toString();
    decideUnderLadder(command, inForce, clock);
  }

  @CommandHandler
  void handle(ChangeAgentLevel command, InForce inForce, Clock clock) {
    decideUnderLadder(command, inForce, clock);
  }

  @CommandHandler
  void handle(AssessAgent command, InForce inForce, Clock clock) {
    decideUnderLadder(command, inForce, clock);
  }

  @CommandHandler
  void handle(AnswerPromotion command, InForce inForce, Clock clock) {
    decideUnderLadder(command, inForce, clock);
  }

  @CommandHandler
  void handle(SuspendAgent command, Clock clock) {
    decide(command, TenantPolicy.NONE, clock);
  }

  @CommandHandler
  void handle(RevokeAgent command, Clock clock) {
    decide(command, TenantPolicy.NONE, clock);
  }

  @CommandHandler
  void handle(ReinstateAgent command, Clock clock) {
    decide(command, TenantPolicy.NONE, clock);
  }

  /// Fenced by the policy stream beside the agent's own: what a ladder allows is decided again if
  /// another one is in force by the time of the append, or the tenant is halted.
  private void decideUnderLadder(AgentCommand command, InForce inForce, Clock clock) {
    TenantPolicy policy = inForce.policy(command.tenant());
    Applied.guard(command.tenant(), policy);
    decide(command, policy, clock);
  }

  private void decide(AgentCommand command, TenantPolicy policy, Clock clock) {
    Applied.own(
        AgentDecider.decide(command, Optional.ofNullable(authority), policy, clock.instant()));
  }

  @EventSourcingHandler
  void on(AgentEvent event, DomainEventMessage<?> message, @Timestamp Instant at) {
    if (event instanceof AgentRegistered registered) {
      stream = stream == null ? message.getAggregateIdentifier() : stream;
      authority = AgentAuthority.registered(registered);
    } else if (authority != null) {
      authority = authority.evolve(event, at);
    } else {
      throw new IllegalStateException("the first event of an agent registers it: " + event);
    }
  }
}
