package dev.phaseledger.store;

import dev.phaseledger.api.append.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far this node has followed the log, the newest entries themselves, and who wants to be woken
/// when there are more. Written by the writer's thread, read by any.
final class Progress {

  /// Newest entries kept in memory, so that whoever follows the log closely needs no query.
  static final int RECENT_ENTRIES_MAX = 2_048;

  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  private final AtomicReferenceArray<Followed> recent =
      new AtomicReferenceArray<>(RECENT_ENTRIES_MAX);
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final DurableSizes sizes;
  private volatile long position;

  /// Nothing was followed yet.
  Progress(DurableSizes sizes) {
    this.sizes = sizes;
  }

  /// What is there already.
  void startAt(long durable) {
    position = durable;
  }

  /// The last position that every listener has seen. Everything up to it is durable.
  long position() {
    return position;
  }

  /// The newest entry that was passed on since this node was opened.
  Optional<RecordedEvent> newest() {
    return Optional.ofNullable(recent.get((int) (position % RECENT_ENTRIES_MAX)))
        .map(Followed::event);
  }

  /// A durable entry was passed to the listeners.
  void advance(Followed entry) {
    sizes.reached(entry.stream().tenant(), entry.index() + 1);
    recent.set((int) (entry.position() % RECENT_ENTRIES_MAX), entry);
    position = entry.position();
  }

  /// The entries behind a position, at most `max`, if they are all still in memory; an empty list
  /// if there are none behind it.
  Optional<List<RecordedEvent>> recentAfter(long after, int max) {
    long last = Math.min(position, after + max);
    List<RecordedEvent> found = new ArrayList<>((int) Math.max(0, Math.min(max, last - after)));
    for (long wanted = after + 1; wanted <= last; wanted++) {
      Followed entry = recent.get((int) (wanted % RECENT_ENTRIES_MAX));
      if (entry == null || entry.position() != wanted) {
        return Optional.empty();
      }
      found.add(entry.event());
    }
    return Optional.of(found);
  }

  /// Has `watcher` called after each advance, on the thread that passes entries on: it must not
  /// block.
  ///
  /// @return ends it
  Runnable watch(Runnable watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /// Wakes everybody who waits for entries.
  void wake() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    for (Runnable watcher : watchers) {
      try {
        watcher.run();
      } catch (RuntimeException e) {
        // A processor that is shut down must not take the writer with it; it polls when it is back.
        log.warn("a watcher of the log failed: message={}", e.getMessage(), e);
      }
    }
  }

  /// Waits until there is an entry behind `after`.
  ///
  /// @return whether there is one
  boolean awaitBeyond(long after, long timeout, TimeUnit unit) throws InterruptedException {
    if (position > after || timeout <= 0) {
      return position > after;
    }
    long left = unit.toNanos(timeout);
    lock.lock();
    try {
      while (position <= after && left > 0) {
        left = moved.awaitNanos(left);
      }
      return position > after;
    } finally {
      lock.unlock();
    }
  }
}
