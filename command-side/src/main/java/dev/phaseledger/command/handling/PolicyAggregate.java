package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.policy.PolicyDecider;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/// A tenant's invariant maps. Their compiled form is what [InForce] holds; the stream only orders
/// publications.
@AggregateRoot(type = "policy")
final class PolicyAggregate {

  @AggregateIdentifier private @Nullable String stream;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishInvariantMap command, InForce inForce) {
    stream = command.stream().toString();
    TenantPolicy policy = inForce.policy(command.tenant());
    Applied.guard(command.tenant(), policy);
    Applied.own(PolicyDecider.publish(command, policy));
  }

  @EventSourcingHandler
  void on(PolicyEvent event, DomainEventMessage<?> message) {
    stream = stream == null ? message.getAggregateIdentifier() : stream;
  }
}
