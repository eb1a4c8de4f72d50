package dev.phaseledger.store;

import dev.phaseledger.api.append.RecordedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Has callers wait for the writer's answer, but not for ever.
///
/// One timer ends the waits of all: if each wait had one of its own, setting and unsetting it would
/// be a tenth of what a decision costs, for what hardly ever happens.
final class Patience implements AutoCloseable {

  /// How often waits are looked at: one may last so much longer than it should.
  static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final Duration timeout;
  private final Set<Append> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ledger-patience").daemon().factory());

  /// Ends waits that last longer than `timeout`.
  Patience(Duration timeout) {
    this.timeout = timeout;
    long every = Math.min(LOOK_INTERVAL.toNanos(), timeout.toNanos());
    var _ = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
  }

  /// See [Append#await].
  List<RecordedEvent> await(Append append) {
    waiting.add(append);
    try {
      return append.await();
    } finally {
      waiting.remove(append);
    }
  }

  private void look() {
    for (Append append : waiting) {
      if (append.age().compareTo(timeout) >= 0) {
        append.giveUp("within " + timeout);
      }
    }
  }

  /// Nobody waits any longer.
  @Override
  public void close() {
    timer.shutdownNow();
    waiting.forEach(append -> append.giveUp("before the ledger was closed"));
  }
}
