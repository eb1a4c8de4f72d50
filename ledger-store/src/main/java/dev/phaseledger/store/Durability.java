package dev.phaseledger.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds back what was committed until it is durable, and flushes for it, so that the writer can go
/// on with the next batch in the meantime: one flush serves all that were committed before it.
///
/// Everything passes through here in the order of positions. What fails is not mended here: the
/// flushing thread then rests until the writer has found out what was lost and calls [#resume].
final class Durability implements Runnable {

  /// Commits that may wait for a flush, before the writer waits too.
  static final int WAITING_COMMITS_MAX = 8;

  private final Publisher publisher;
  private final Runnable onFailure;

  /// Guards all fields below.
  private final ReentrantLock lock = new ReentrantLock();

  /// Held while entries are passed on, so that their order is kept whoever does it.
  private final ReentrantLock publishing = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Deque<Committed> waiting = new ArrayDeque<>();
  private FlushLink link;
  private long offered;
  private long published;
  private boolean flushing;
  private boolean halted;
  private boolean closed;
  private Optional<SQLException> lost = Optional.empty();
  private Optional<RuntimeException> defect = Optional.empty();

  /// @param onFailure wakes the writer
  Durability(Publisher publisher, FlushLink link, Runnable onFailure) {
    this.publisher = publisher;
    this.link = link;
    this.onFailure = onFailure;
  }

  /// Whether nothing waits.
  boolean isIdle() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Whether so many are waiting that the writer should rather flush by itself, which slows it
  /// down.
  boolean isFull() {
    lock.lock();
    try {
      return waiting.size() >= WAITING_COMMITS_MAX;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next commit, which was not flushed.
  void flushLater(Committed committed) {
    lock.lock();
    try {
      add(committed);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next commit, which was flushed, and with it everything before it.
  void flushed(Committed committed) {
    long ticket;
    lock.lock();
    try {
      ticket = add(committed);
    } finally {
      lock.unlock();
    }
    publish(ticket);
  }

  /// Everything that waits is durable.
  void allFlushed() {
    long ticket;
    lock.lock();
    try {
      ticket = offered;
    } finally {
      lock.unlock();
    }
    publish(ticket);
  }

  /// Waits until the flushing thread has flushed and passed on everything that waits.
  ///
  /// @throws SQLException if flushing fails
  void awaitFlushed() throws SQLException {
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        requireSound();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    // What was taken last may still be on its way.
    publishing.lock();
    try {
      requireSound();
    } finally {
      publishing.unlock();
    }
  }

  private long add(Committed committed) {
    waiting.add(committed);
    offered++;
    changed.signalAll();
    return offered;
  }

  /// For the writer, before it goes on.
  ///
  /// @throws SQLException if flushing has failed since the last [#resume]
  void requireSound() throws SQLException {
    lock.lock();
    try {
      if (defect.isPresent()) {
        throw defect.get();
      }
      if (lost.isPresent()) {
        throw lost.get();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Stops flushing and takes back what was not passed on, in order.
  List<Committed> halt() {
    lock.lock();
    try {
      halted = true;
      // Ends a flush that is under way.
      link.abandon();
      while (flushing) {
        changed.awaitUninterruptibly();
      }
      List<Committed> taken = new ArrayList<>(waiting);
      waiting.clear();
      published = offered;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Goes on with another connection.
  void resume(FlushLink next) {
    lock.lock();
    try {
      link = next;
      lost = Optional.empty();
      halted = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more; what waits is still flushed and passed on.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWorking() {
    return !halted && lost.isEmpty() && defect.isEmpty();
  }

  @Override
  public void run() {
    try {
      while (true) {
        Optional<Long> ticket = next();
        if (ticket.isEmpty()) {
          return;
        }
        flush(ticket.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // Whatever it is, what listeners hold can no longer be trusted.
      fail(e instanceof RuntimeException known ? known : new IllegalStateException(e));
    } finally {
      link.abandon();
    }
  }

  /// The last commit that waits, as soon as there is one; empty at the end.
  private Optional<Long> next() throws InterruptedException {
    lock.lock();
    try {
      while ((waiting.isEmpty() || !isWorking()) && !closed) {
        changed.await();
      }
      if (waiting.isEmpty() || !isWorking()) {
        return Optional.empty();
      }
      flushing = true;
      return Optional.of(offered);
    } finally {
      lock.unlock();
    }
  }

  private void flush(long ticket) {
    try {
      link.flush();
      publish(ticket);
    } catch (SQLException e) {
      lock.lock();
      try {
        lost = Optional.of(e);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      onFailure.run();
    } finally {
      lock.lock();
      try {
        flushing = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void fail(RuntimeException reason) {
    lock.lock();
    try {
      defect = Optional.of(reason);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onFailure.run();
  }

  private void publish(long ticket) {
    publishing.lock();
    try {
      Optional<Committed> next = takeUpTo(ticket);
      while (next.isPresent()) {
        publisher.publish(next.get());
        next = takeUpTo(ticket);
      }
    } finally {
      publishing.unlock();
    }
  }

  private Optional<Committed> takeUpTo(long ticket) {
    lock.lock();
    try {
      if (published >= ticket) {
        return Optional.empty();
      }
      published++;
      Committed next = waiting.removeFirst();
      changed.signalAll();
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }
}
