package dev.phaseledger.app.webhook;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.command.path.PathFollower;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/// Notes down who is to be told, in the transaction that moves the processor's place: nothing that
/// was recorded is forgotten, and nothing is noted twice.
@Component
@ProcessingGroup(PathFollower.PROCESSING_GROUP)
public final class WebhookOutbox {

  private final DeliveryTable deliveries;

  WebhookOutbox(DeliveryTable deliveries) {
    this.deliveries = deliveries;
  }

  @EventHandler
  void on(ContractEvent event, DomainEventMessage<?> message) {
    if (!(event instanceof NotificationRequested requested)) {
      return;
    }
    if (!(message.getMetaData().get(EventMetaData.POSITION) instanceof Long position)) {
      throw new IllegalStateException("an event came from the store without its position");
    }
    deliveries.add(
        new Delivery.Request(
            position,
            StreamId.parse(message.getAggregateIdentifier()).tenant().value(),
            requested.webhook(),
            requested.agent().value(),
            requested.contract().value(),
            requested.causedBy(),
            message.getTimestamp()));
  }
}
