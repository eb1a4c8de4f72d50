package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.command.agent.AgentDecider;
import dev.phaseledger.command.authority.AgentAuthority;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
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
  void handle(RegisterAgent command) {
    stream = command.stream().toString();
    decide(command);
  }

  @CommandHandler
  void handle(ChangeAgentLevel command) {
    decide(command);
  }

  @CommandHandler
  void handle(SuspendAgent command) {
    decide(command);
  }

  @CommandHandler
  void handle(RevokeAgent command) {
    decide(command);
  }

  @CommandHandler
  void handle(ReinstateAgent command) {
    decide(command);
  }

  private void decide(AgentCommand command) {
    Applied.own(AgentDecider.decide(command, Optional.ofNullable(authority)));
  }

  @EventSourcingHandler
  void on(AgentEvent event, DomainEventMessage<?> message) {
    if (event instanceof AgentRegistered registered) {
      stream = stream == null ? message.getAggregateIdentifier() : stream;
      authority = AgentAuthority.registered(registered);
    } else if (authority != null) {
      authority = authority.evolve(event);
    } else {
      throw new IllegalStateException("the first event of an agent registers it: " + event);
    }
  }
}
