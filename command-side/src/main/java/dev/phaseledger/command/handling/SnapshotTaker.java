package dev.phaseledger.command.handling;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.command.contract.ContractState;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has snapshots of contracts written, on a thread of its own: states do not change, so nobody
/// waits for it and it waits for nobody. A snapshot that is not taken is no loss: one of the next
/// events asks for it again.
final class SnapshotTaker implements AutoCloseable {

  /// Events of a contract between two snapshots. A fresh node folds at most so many of them, beside
  /// what a snapshot that was not taken leaves.
  static final long EVENTS_PER_SNAPSHOT = 200;

  /// Contracts that may wait for their snapshot, each once.
  static final int WAITING_MAX = 256;

  /// How long closing waits for snapshots that were asked for.
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);

  private final EventStore store;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(WAITING_MAX);
  private final ConcurrentMap<String, Wanted> waiting = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private record Wanted(ContractState state, long version) {}

  private SnapshotTaker(EventStore store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("ledger-snapshots").daemon().unstarted(this::run);
  }

  static SnapshotTaker start(EventStore store) {
    var taker = new SnapshotTaker(store);
    taker.thread.start();
    return taker;
  }

  /// Asks for a snapshot of a state that is recorded.
  ///
  /// @return whether it will be taken; not if one of that contract is waiting, or too many are
  boolean take(String stream, ContractState state, long version) {
    if (closed || waiting.putIfAbsent(stream, new Wanted(state, version)) != null) {
      return false;
    }
    boolean accepted = queue.offer(stream);
    if (!accepted) {
      waiting.remove(stream);
    }
    return accepted;
  }

  private void run() {
    try {
      while (!closed || !queue.isEmpty()) {
        String stream = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (stream != null) {
          store(stream);
        }
      }
    } catch (InterruptedException e) {
      LOG.info("snapshots ended: waiting={} message={}", queue.size(), e.getMessage());
    }
  }

  private void store(String stream) {
    Wanted wanted = waiting.remove(stream);
    if (wanted == null) {
      return;
    }
    try {
      store.storeSnapshot(
          new GenericDomainEventMessage<>(
              StreamId.Subject.CONTRACT.label(), stream, wanted.version(), wanted.state()));
    } catch (RuntimeException e) {
      // A cache that cannot be written must not take anything with it.
      LOG.warn(
          "snapshot not taken: stream={} sequence={} message={}",
          stream,
          wanted.version(),
          e.getMessage(),
          e);
    }
  }

  /// Takes no more, and finishes those that wait.
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
