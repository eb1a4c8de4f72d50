package dev.phaseledger.query.projection;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Folds what the projections are far behind on: after a rebuild, or after a long time off.
///
/// Several threads read and decode ahead; one folds, in order and in large batches, through the
/// same writer and the same progress as the event processor. So it may be stopped at any point, and
/// a processor that runs elsewhere at the same time does no harm: whoever comes second finds the
/// events reflected.
public final class CatchUp {

  /// Events behind which a processor that handles them one by one does well enough.
  public static final int LAG_EVENTS_MIN = 4_096;

  /// Events that one thread reads at a time.
  public static final int CHUNK_EVENTS = 1_024;

  /// Events folded in one transaction, at most.
  static final int BATCH_EVENTS_MAX = 4_096;

  /// Threads that read and decode ahead, at most.
  private static final int READERS_MAX = 4;

  private final LedgerReader log;
  private final ProjectionWriter writer;
  private final ProjectionProgress progress;
  private final TransactionTemplate transactions;
  private volatile boolean stopped;

  CatchUp(
      LedgerReader log,
      ProjectionWriter writer,
      ProjectionProgress progress,
      PlatformTransactionManager transactions) {
    this.log = log;
    this.writer = writer;
    this.progress = progress;
    this.transactions = new TransactionTemplate(transactions);
  }

  /// Catches up with the log as it is now, if the projections are behind a position, or more than
  /// [#LAG_EVENTS_MIN] behind the log.
  ///
  /// @return the last position that they reflect
  /// @throws StoreException if the log cannot be read; what was folded until then is kept
  public long run(long atLeast) throws InterruptedException {
    long reflected = progress.position();
    if (reflected >= atLeast && log.read(reflected + LAG_EVENTS_MIN, 1).isEmpty()) {
      return reflected;
    }
    int readers = readers();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            readers, Thread.ofPlatform().name("projection-reader-", 1).daemon().factory());
    try {
      fold(new ReadAhead(log, threads, reflected + 1, readers));
    } finally {
      threads.shutdownNow();
    }
    return progress.position();
  }

  /// How many threads read ahead on this machine.
  public static int readers() {
    return Math.min(Runtime.getRuntime().availableProcessors(), READERS_MAX);
  }

  /// Ends a run after the batch that it is at. It cannot be started again.
  public void stop() {
    stopped = true;
  }

  private void fold(ReadAhead events) throws InterruptedException {
    List<PlacedEvent> batch = events.next(BATCH_EVENTS_MAX);
    while (!stopped && !batch.isEmpty()) {
      List<PlacedEvent> folded = batch;
      transactions.executeWithoutResult(_ -> writer.write(folded));
      progress.moved();
      batch = events.next(BATCH_EVENTS_MAX);
    }
  }

  /// Chunks of the log, asked for before they are needed and taken in order.
  private static final class ReadAhead {
    private final LedgerReader log;
    private final ExecutorService threads;
    private final Deque<Future<List<PlacedEvent>>> chunks = new ArrayDeque<>();
    private long asked;
    private boolean ended;

    ReadAhead(LedgerReader log, ExecutorService threads, long first, int readers) {
      this.log = log;
      this.threads = threads;
      this.asked = first;
      // While one batch is written, the next is read.
      int ahead = Math.max(readers, BATCH_EVENTS_MAX / CHUNK_EVENTS);
      for (int i = 0; i < ahead; i++) {
        ask();
      }
    }

    private void ask() {
      long first = asked;
      asked += CHUNK_EVENTS;
      chunks.add(
          threads.submit(
              () -> log.read(first, CHUNK_EVENTS).stream().map(ReadAhead::placed).toList()));
    }

    /// The next events, at most this many; none at the end of the log.
    List<PlacedEvent> next(int max) throws InterruptedException {
      List<PlacedEvent> batch = new ArrayList<>(max);
      while (!ended && batch.size() + CHUNK_EVENTS <= max) {
        List<PlacedEvent> chunk = take();
        batch.addAll(chunk);
        ended = chunk.size() < CHUNK_EVENTS;
        ask();
      }
      return batch;
    }

    private List<PlacedEvent> take() throws InterruptedException {
      try {
        return chunks.remove().get();
      } catch (ExecutionException e) {
        throw new StoreException("reading the log for the projections", e);
      }
    }

    private static PlacedEvent placed(RecordedEvent recorded) {
      return new PlacedEvent(
          recorded.stream().tenant(),
          recorded.position(),
          recorded.index(),
          recorded.time(),
          recorded.actor().value(),
          recorded.event());
    }
  }
}
