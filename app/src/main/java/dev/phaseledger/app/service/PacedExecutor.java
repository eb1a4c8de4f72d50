package dev.phaseledger.app.service;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The thread that folds batches, started no more often than once in an interval. What arrives
/// meanwhile goes into the next batch: a batch costs the same few statements whatever is in it.
///
/// After a pause the first batch starts at once, so a reader waits for its own write only while
/// others write too.
final class PacedExecutor extends ScheduledThreadPoolExecutor {

  private final long intervalNanos;
  private volatile long startedAt;

  PacedExecutor(String thread, Duration interval) {
    super(1, Thread.ofPlatform().name(thread).daemon().factory());
    this.intervalNanos = interval.toNanos();
    this.startedAt = System.nanoTime() - intervalNanos;
  }

  @Override
  public Future<?> submit(Runnable task) {
    long left = startedAt + intervalNanos - System.nanoTime();
    return schedule(
        () -> {
          startedAt = System.nanoTime();
          task.run();
        },
        Math.max(0, left),
        TimeUnit.NANOSECONDS);
  }
}
