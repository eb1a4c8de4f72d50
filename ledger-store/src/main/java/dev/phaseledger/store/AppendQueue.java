package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the writer: appends in the order they came, and whether other nodes may have
/// appended. Bounded, so that callers feel it when the database cannot keep up.
final class AppendQueue {

  /// Appends that may wait.
  static final int APPENDS_MAX = 10_000;

  /// How long an append waits for a place in the queue.
  static final Duration OFFER_TIMEOUT = Duration.ofSeconds(2);

  /// Appends committed at once.
  static final int BATCH_APPENDS_MAX = 512;

  /// Bytes of entries committed at once; a single append may exceed it.
  static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;

  /// What the writer does next.
  ///
  /// @param appends the next batch, perhaps empty
  /// @param refresh whether to read what other nodes appended first
  /// @param closed whether there is nothing left to do for good
  record Work(List<Append> appends, boolean refresh, boolean closed) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition place = lock.newCondition();
  private final Deque<Append> waiting = new ArrayDeque<>();
  private boolean refresh;
  private boolean closed;

  /// Adds an append, waiting for a place if there is none.
  ///
  /// @throws StoreException if there is still none in time, or the queue is closed
  void offer(Append append) {
    long left = OFFER_TIMEOUT.toNanos();
    lock.lock();
    try {
      while (waiting.size() >= APPENDS_MAX && !closed) {
        if (left <= 0) {
          throw new StoreException(
              "nothing was recorded: %d appends are waiting already".formatted(APPENDS_MAX));
        }
        left = place.awaitNanos(left);
      }
      if (closed) {
        throw new StoreException("nothing was recorded: the ledger is closed");
      }
      waiting.add(append);
      work.signal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("nothing was recorded: its caller was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /// Makes the writer read what other nodes appended.
  void wantRefresh() {
    lock.lock();
    try {
      refresh = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something to do. Appends that were withdrawn are left out.
  Work take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !refresh && !closed) {
        work.await();
      }
      List<Append> batch = drain(BATCH_APPENDS_MAX, BATCH_BYTES_MAX);
      Work next = new Work(batch, refresh, closed && batch.isEmpty() && waiting.isEmpty());
      refresh = false;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private List<Append> drain(int appendsMax, long bytesMax) {
    List<Append> drained = new ArrayList<>(Math.min(waiting.size(), appendsMax));
    long bytes = 0;
    while (!waiting.isEmpty() && drained.size() < appendsMax) {
      bytes += waiting.getFirst().bytes();
      if (bytes > bytesMax && !drained.isEmpty()) {
        break;
      }
      Append next = waiting.removeFirst();
      if (next.take()) {
        drained.add(next);
      }
    }
    place.signalAll();
    return drained;
  }

  /// Takes no more appends; those that wait are still worked on.
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      place.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Fails everything that waits; nothing of it was recorded.
  void refuseWaiting(String reason) {
    List<Append> refused;
    lock.lock();
    try {
      refused = drain(Integer.MAX_VALUE, Long.MAX_VALUE);
    } finally {
      lock.unlock();
    }
    refused.forEach(
        append -> append.refused(new StoreException("nothing was recorded: " + reason)));
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
