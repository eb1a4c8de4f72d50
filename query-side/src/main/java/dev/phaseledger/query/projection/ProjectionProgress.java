package dev.phaseledger.query.projection;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// How far the projections have come, for readers who must see their own writes.
@Component
public final class ProjectionProgress {

  /// How long a reader waits for a position, at most.
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// How often the table is looked at while waiting, because another node may run the processor.
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(25);

  private static final String POSITION =
      """
      SELECT position FROM projection.progress WHERE name = 'ledger'
      """;

  private final JdbcClient jdbc;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long moves;

  ProjectionProgress(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The last position that every projection reflects; 0 if none.
  public long position() {
    return jdbc.sql(POSITION).query(Long.class).single();
  }

  /// Waits until the projections reflect a position.
  ///
  /// @return whether they do; false after [#WAIT_MAX] or if the thread was interrupted
  public boolean await(long position) {
    return await(position, WAIT_MAX);
  }

  boolean await(long position, Duration patience) {
    return await(() -> position() >= position, patience);
  }

  /// Waits until the projections reflect something; it is looked for whenever they have moved.
  ///
  /// @return whether they do; false if patience is over or the thread was interrupted
  public boolean await(BooleanSupplier reflected, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reflected.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || !pause(Math.min(left, LOOK_INTERVAL.toNanos()))) {
        return false;
      }
    }
    return true;
  }

  /// Wakes the readers who wait; called after a batch was committed.
  void moved() {
    lock.lock();
    try {
      moves++;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sleeps until a batch was committed here, or for the time given.
  ///
  /// @return false if the thread was interrupted
  private boolean pause(long nanos) {
    lock.lock();
    try {
      long before = moves;
      long left = nanos;
      while (moves == before && left > 0) {
        left = moved.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
