package dev.phaseledger.command.handling;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.command.contract.ContractState;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;

/// A contract as far as this node has folded what is recorded of it. Immutable.
///
/// It is folded from entries alone, never from events that are only decided: the time of an event
/// is the time of its entry, so that every node, and every replay, has the same state.
///
/// @param version sequence of the last event that is folded
/// @param kept version of the snapshot that there is, or that was asked for last; -1 if there is
///   none
/// @param doubtful whether the stream may have moved on: then it is read before anything is decided
record KnownContract(ContractState state, long version, long kept, boolean doubtful) {

  private static final long NONE = -1;

  /// Folds a stream from its snapshot or from its start.
  static Optional<KnownContract> folded(DomainEventStream events) {
    if (!events.hasNext()) {
      return Optional.empty();
    }
    DomainEventMessage<?> first = events.next();
    KnownContract start =
        switch (first.getPayload()) {
          case ContractState state ->
              new KnownContract(state, first.getSequenceNumber(), first.getSequenceNumber(), false);
          case ContractIssued issued ->
              new KnownContract(
                  ContractState.issued(issued), first.getSequenceNumber(), NONE, false);
          default ->
              throw new IllegalStateException(
                  "the first event of a contract issues it, not " + first.getPayloadType());
        };
    return Optional.of(start.with(events));
  }

  /// A contract that was just issued.
  static KnownContract issued(RecordedEvent recorded) {
    if (recorded.event() instanceof ContractIssued issued) {
      return new KnownContract(ContractState.issued(issued), recorded.sequence(), NONE, false);
    }
    throw new IllegalStateException("the first event of a contract issues it");
  }

  /// Folds what the store holds beyond this version.
  KnownContract with(DomainEventStream later) {
    ContractState next = state;
    long at = version;
    while (later.hasNext()) {
      DomainEventMessage<?> message = later.next();
      requireNext(message.getSequenceNumber(), at);
      next =
          next.evolve(
              (ContractEvent) message.getPayload(),
              new ContractState.Cause(actor(message), message.getTimestamp()));
      at = message.getSequenceNumber();
    }
    return new KnownContract(next, at, kept, false);
  }

  /// Folds one event that was recorded right behind this version.
  KnownContract with(RecordedEvent recorded) {
    requireNext(recorded.sequence(), version);
    return new KnownContract(
        state.evolve(
            (ContractEvent) recorded.event(),
            new ContractState.Cause(recorded.actor(), recorded.time())),
        recorded.sequence(),
        kept,
        doubtful);
  }

  KnownContract doubted() {
    return new KnownContract(state, version, kept, true);
  }

  KnownContract keptAt(long sequence) {
    return new KnownContract(state, version, sequence, doubtful);
  }

  /// Events that a fresh node would have to fold on top of the snapshot.
  long beyondSnapshot() {
    return version - kept;
  }

  private static void requireNext(long sequence, long version) {
    if (sequence != version + 1) {
      throw new IllegalStateException(
          "event %d of a contract follows event %d".formatted(sequence, version));
    }
  }

  private static PrincipalId actor(DomainEventMessage<?> message) {
    if (message.getMetaData().get(EventMetaData.ACTOR) instanceof String actor) {
      return new PrincipalId(actor);
    }
    throw new IllegalStateException(
        "nobody has caused event %d of %s"
            .formatted(message.getSequenceNumber(), message.getAggregateIdentifier()));
  }
}
