package dev.phaseledger.command.path;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;

/// Something that happened under a contract, with its place.
///
/// @param at when it was recorded
record Occurrence(TenantId tenant, long position, Instant at, ContractEvent event) {

  static Occurrence of(ContractEvent event, DomainEventMessage<?> message) {
    if (!(message.getMetaData().get(EventMetaData.POSITION) instanceof Long position)) {
      throw new IllegalStateException("an event came from the store without its position");
    }
    return new Occurrence(
        StreamId.parse(message.getAggregateIdentifier()).tenant(),
        position,
        message.getTimestamp(),
        event);
  }

  static Occurrence of(RecordedEvent recorded, ContractEvent event) {
    return new Occurrence(recorded.stream().tenant(), recorded.position(), recorded.time(), event);
  }
}
