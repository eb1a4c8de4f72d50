package dev.phaseledger.store;

import dev.phaseledger.api.append.RecordedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The events behind a position, read page by page while they are consumed. Used by one thread.
final class EventsByPosition implements Iterator<RecordedEvent> {

  private final LedgerEngine engine;
  private final Deque<RecordedEvent> page = new ArrayDeque<>();
  private long position;

  EventsByPosition(LedgerEngine engine, long position) {
    this.engine = engine;
    this.position = position;
  }

  /// May be false now and true later, when more was appended.
  @Override
  public boolean hasNext() {
    if (page.isEmpty()) {
      page.addAll(engine.after(position, EntryReads.PAGE_ENTRIES_MAX));
    }
    return !page.isEmpty();
  }

  @Override
  public RecordedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no entry behind position " + position + " yet");
    }
    RecordedEvent event = page.removeFirst();
    position = event.position();
    return event;
  }

  /// The position of the last event that was consumed.
  long position() {
    return position;
  }
}
