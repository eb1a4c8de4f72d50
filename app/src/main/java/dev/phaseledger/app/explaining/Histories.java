package dev.phaseledger.app.explaining;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.RecordedFold;
import dev.phaseledger.command.backtest.Retrial;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/// Finds the newest decision on a dispatch with all that it was made on, from the three streams
/// that a decision is made on: the contract's, its agent's and the tenant's policy. They are read
/// side by side, one entry of each at a time, however long they are.
final class Histories {

  private final EventStorageEngine log;

  Histories(EventStorageEngine log) {
    this.log = log;
  }

  /// One stream and its next entry.
  private static final class Cursor {
    private final StreamId stream;
    private final DomainEventStream events;
    private RecordedEvent next;

    private Cursor(StreamId stream, DomainEventStream events) {
      this.stream = stream;
      this.events = events;
      this.next = recorded(stream, events.next());
    }

    RecordedEvent next() {
      return next;
    }

    boolean advance() {
      if (!events.hasNext()) {
        return false;
      }
      next = recorded(stream, events.next());
      return true;
    }
  }

  /// The newest decision on a dispatch under a contract; empty if none is recorded there.
  Optional<Retrial> newest(
      TenantId tenant, ContractId contract, AgentId agent, DispatchId dispatch) {
    var cursors = new PriorityQueue<>(Comparator.comparingLong((Cursor c) -> c.next().position()));
    open(StreamId.policy(tenant), cursors);
    open(StreamId.agent(tenant, agent), cursors);
    open(StreamId.contract(tenant, contract), cursors);
    var fold = new RecordedFold(new Candidate(Optional.empty(), 1));
    Optional<Retrial> found = Optional.empty();
    while (!cursors.isEmpty()) {
      Cursor cursor = cursors.remove();
      Optional<Retrial> retrial = fold.next(cursor.next());
      if (retrial.filter(each -> each.place().dispatch().equals(dispatch)).isPresent()) {
        found = retrial;
      }
      if (cursor.advance()) {
        cursors.add(cursor);
      }
    }
    return found;
  }

  private void open(StreamId stream, PriorityQueue<Cursor> cursors) {
    DomainEventStream events = log.readEvents(stream.toString(), 0);
    if (events.hasNext()) {
      cursors.add(new Cursor(stream, events));
    }
  }

  private static RecordedEvent recorded(StreamId stream, DomainEventMessage<?> message) {
    if (!(message.getPayload() instanceof LedgerEvent event)
        || !(message.getMetaData().get(EventMetaData.POSITION) instanceof Long position)
        || !(message.getMetaData().get(EventMetaData.INDEX) instanceof Long index)
        || !(message.getMetaData().get(EventMetaData.ACTOR) instanceof String actor)) {
      throw new IllegalStateException(
          "event %d of %s lacks its place".formatted(message.getSequenceNumber(), stream));
    }
    return new RecordedEvent(
        message.getIdentifier(),
        stream,
        message.getSequenceNumber(),
        position,
        index,
        message.getTimestamp(),
        new PrincipalId(actor),
        Optional.empty(),
        event);
  }
}
