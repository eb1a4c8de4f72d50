package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;

/// The events of one stream, read page by page while they are consumed. Used by one thread.
final class AggregateEvents implements DomainEventStream {

  private final EntryReads reads;
  private final StreamId stream;
  private final Deque<DomainEventMessage<LedgerEvent>> page = new ArrayDeque<>();
  private long next;
  private boolean atEnd;

  /// From the event of that sequence on.
  AggregateEvents(EntryReads reads, StreamId stream, long firstSequence) {
    this.reads = reads;
    this.stream = stream;
    this.next = firstSequence;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !atEnd) {
      List<RecordedEvent> read = reads.ofStream(stream, next);
      read.forEach(event -> page.add(Messages.domainEvent(event)));
      // A page that is not full spares the query that would find nothing.
      atEnd = read.size() < EntryReads.PAGE_ENTRIES_MAX;
    }
    return !page.isEmpty();
  }

  @Override
  public DomainEventMessage<?> peek() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more events of " + stream);
    }
    return page.getFirst();
  }

  @Override
  public DomainEventMessage<?> next() {
    DomainEventMessage<?> event = peek();
    page.removeFirst();
    next = event.getSequenceNumber() + 1;
    return event;
  }

  /// Axon's contract: the sequence of the last event that was consumed, or null if there is none.
  @Override
  public @Nullable Long getLastSequenceNumber() {
    return next == 0 ? null : Long.valueOf(next - 1);
  }
}
