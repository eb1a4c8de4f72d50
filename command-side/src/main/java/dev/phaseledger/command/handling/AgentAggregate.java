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
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.point.PromotionPoint;
import dev.phaseledger.command.point.PromotionPoint.Raising;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
  void handle(RegisterAgent command, Situations situations, Clock clock) {
    stream = command.stream().toString();
    decideUnderLadder(command, situations, clock);
  }

  @CommandHandler
  void handle(ChangeAgentLevel command, Situations situations, Clock clock) {
    decideUnderLadder(command, situations, clock);
  }

  @CommandHandler
  void handle(AssessAgent command, Situations situations, Clock clock) {
    decideUnderLadder(command, situations, clock);
  }

  @CommandHandler
  void handle(AnswerPromotion command, Situations situations, Clock clock) {
    decideUnderLadder(command, situations, clock);
  }

  @CommandHandler
  void handle(SuspendAgent command, Clock clock) {
    decideAlone(command, clock);
  }

  @CommandHandler
  void handle(RevokeAgent command, Clock clock) {
    decideAlone(command, clock);
  }

  @CommandHandler
  void handle(ReinstateAgent command, Clock clock) {
    decideAlone(command, clock);
  }

  /// Fenced by the policy stream beside the agent's own: what a ladder allows is decided again if
  /// another one is in force by the time of the append, or the tenant is halted.
  private void decideUnderLadder(AgentCommand command, Situations situations, Clock clock) {
    TenantPolicy policy = situations.inForce().policy(command.tenant());
    Applied.guard(command.tenant(), policy);
    Instant now = clock.instant();
    List<AgentEvent> decided =
        AgentDecider.decide(command, Optional.ofNullable(authority), policy, now);
    Applied.own(
        authority == null
            ? decided
            : PromotionPoint.held(
                decided,
                new Raising(
                    command.context().by(),
                    authority,
                    policy,
                    situations.beyond(command.tenant(), policy, now),
                    now)));
  }

  private void decideAlone(AgentCommand command, Clock clock) {
    Applied.own(
        AgentDecider.decide(
            command, Optional.ofNullable(authority), TenantPolicy.NONE, clock.instant()));
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
