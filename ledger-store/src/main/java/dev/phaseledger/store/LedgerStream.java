package dev.phaseledger.store;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/// A stream without end behind a position, for one event processor.
final class LedgerStream implements TrackingEventStream {

  private final Progress progress;
  private final EventsByPosition events;
  private @Nullable TrackedEventMessage<?> peeked;
  private Runnable unwatch = () -> {};

  LedgerStream(LedgerEngine engine, long position) {
    this.progress = engine.progress();
    this.events = new EventsByPosition(engine, position);
  }

  @Override
  public Optional<TrackedEventMessage<?>> peek() {
    if (peeked == null && events.hasNext()) {
      peeked = Messages.trackedEvent(events.next());
    }
    return Optional.ofNullable(peeked);
  }

  @Override
  public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
    if (peek().isPresent()) {
      return true;
    }
    return progress.awaitBeyond(events.position(), timeout, unit) && peek().isPresent();
  }

  @Override
  public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
    Optional<TrackedEventMessage<?>> next = peek();
    while (next.isEmpty()) {
      hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS);
      next = peek();
    }
    peeked = null;
    return next.get();
  }

  /// The callback runs on the writer's thread: it must not block.
  @Override
  public boolean setOnAvailableCallback(Runnable callback) {
    unwatch.run();
    unwatch = progress.watch(callback);
    return true;
  }

  @Override
  public void close() {
    unwatch.run();
    unwatch = () -> {};
  }
}
