package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.personal.Vault;
import java.time.Clock;
import java.util.Objects;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.messaging.Message;
import org.axonframework.modelling.command.inspection.AggregateModel;

/// A contract that is on record, at work on one command.
///
/// What every decision goes through is called by name here: the handler of requests to act, what
/// stands around it, and the handler of events. Axon would look for them among all handlers, anew
/// for each message, and that takes as long as judging the contract does. Commands that are sent
/// once in a while go Axon's way.
final class ContractInstance extends EventSourcedAggregate<ContractAggregate> {

  private final String stream;
  private final Parts parts;

  /// What handlers ask for.
  record Parts(Situations situations, Contracts contracts, Clock clock, EventBus bus, Vault vault) {

    static Parts of(Configuration axon) {
      return new Parts(
          axon.getComponent(Situations.class),
          axon.getComponent(Contracts.class),
          axon.getComponent(Clock.class),
          axon.eventBus(),
          axon.getComponent(Vault.class));
    }
  }

  ContractInstance(
      String stream, KnownContract contract, AggregateModel<ContractAggregate> model, Parts parts) {
    super(
        new ContractAggregate(stream, contract.state()),
        model,
        parts.bus(),
        NoSnapshotTriggerDefinition.TRIGGER);
    this.stream = stream;
    this.parts = parts;
    initSequence(contract.version());
  }

  @Override
  public Object identifier() {
    return stream;
  }

  @Override
  public Object handle(Message<?> message) throws Exception {
    return message.getPayload() instanceof RequestDispatch command
        ? executeWithResult(() -> decide(command))
        : super.handle(message);
  }

  private Object decide(RequestDispatch command) throws Exception {
    ContractAggregate contract = getAggregateRoot();
    return contract.withDelegated(
        command,
        () -> {
          contract.handle(command, parts.situations(), parts.clock(), parts.bus(), parts.vault());
          return stream;
        },
        parts.contracts());
  }

  @Override
  protected void publish(EventMessage<?> message) {
    if (message instanceof DomainEventMessage<?> event
        && event.getPayload() instanceof ContractEvent decided) {
      initSequence(event.getSequenceNumber());
      getAggregateRoot()
          .on(
              decided,
              event,
              event.getTimestamp(),
              (String) Objects.requireNonNull(event.getMetaData().get(Applied.ACTOR)));
      publishOnEventBus(event);
    } else {
      super.publish(message);
    }
  }
}
