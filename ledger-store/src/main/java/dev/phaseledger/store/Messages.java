package dev.phaseledger.store;

import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;

/// How recorded events look to Axon.
final class Messages {

  private Messages() {}

  static DomainEventMessage<LedgerEvent> domainEvent(RecordedEvent event) {
    return new GenericDomainEventMessage<>(
        event.stream().subject().label(),
        event.stream().toString(),
        event.sequence(),
        event.event(),
        metaData(event),
        event.id(),
        event.time());
  }

  static TrackedEventMessage<LedgerEvent> trackedEvent(RecordedEvent event) {
    return new GenericTrackedDomainEventMessage<>(
        new GlobalSequenceTrackingToken(event.position()), domainEvent(event));
  }

  private static Map<String, Object> metaData(RecordedEvent event) {
    Map<String, Object> values = new HashMap<>();
    values.put(EventMetaData.POSITION, event.position());
    values.put(EventMetaData.INDEX, event.index());
    values.put(EventMetaData.ACTOR, event.actor().value());
    event.trace().ifPresent(trace -> values.put(EventMetaData.TRACE, trace));
    return values;
  }
}
