package dev.phaseledger.app.backtest;

import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.command.backtest.CandidateFold;
import dev.phaseledger.command.backtest.Comparison;
import dev.phaseledger.command.backtest.FlipTable;
import dev.phaseledger.command.backtest.RecordedFold;
import dev.phaseledger.command.backtest.Retrial;
import dev.phaseledger.command.dispatch.Opener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// One back-test. Entries are read and decoded ahead by several threads and folded by one, in
/// order; decisions that do not depend on each other are judged by several as well.
///
/// It can be stopped and goes on where it was: what is folded stays in memory. One thread at a time
/// runs it; any may stop it and look how far it is.
public final class BacktestRun {

  /// Entries that are read at once.
  public static final int CHUNK_ENTRIES = 512;

  /// Chunks that are read, or judged, ahead of the one whose turn it is.
  static final int CHUNKS_AHEAD_MAX = 12;

  /// Threads that read and judge, for all runs together.
  static final int THREADS_MAX = 4;

  /// How far a run is.
  ///
  /// @param position the last position that is folded
  /// @param judged decisions that were compared so far
  /// @param equal those among them that came out equal in everything
  /// @param flipped those among them with another verdict
  public record Progress(long position, long to, long judged, long equal, long flipped) {}

  /// Folds a chunk of the tenant's entries.
  private interface Stage {
    void accept(List<RecordedEvent> entries) throws ExecutionException, InterruptedException;

    /// Waits for what was handed on.
    void settle() throws ExecutionException, InterruptedException;
  }

  private final LedgerReader log;
  private final Order order;
  private final Opener opener;
  private final ExecutorService threads;
  private final FlipTable table = new FlipTable();
  private final Stage stage;
  private volatile Progress progress;
  private volatile boolean stopping;

  /// @param threads for reading and judging; shared with other runs
  public BacktestRun(LedgerReader log, Vault vault, Order order, ExecutorService threads) {
    this.log = log;
    this.order = order;
    this.opener = new HistoryOpener(order.tenant(), vault);
    this.threads = threads;
    this.stage =
        switch (order.mode()) {
          case PER_DECISION -> new PerDecision();
          case STATEFUL -> new Stateful();
        };
    this.progress = new Progress(0, order.to(), 0, 0, 0);
  }

  /// How many threads read and judge on this machine.
  public static int threads() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX);
  }

  /// How far it is.
  public Progress progress() {
    return progress;
  }

  /// What came out so far; to be asked when nobody runs it.
  public FlipTable.Summary summary() {
    return table.summary();
  }

  /// Has it stop soon. It can be run again.
  public void stop() {
    stopping = true;
  }

  /// Runs until it is done, or stopped.
  ///
  /// @return whether it is done
  /// @throws ExecutionException if the log cannot be read or folded
  public boolean run() throws ExecutionException, InterruptedException {
    Deque<Future<List<RecordedEvent>>> ahead = new ArrayDeque<>();
    long asked = progress.position();
    try {
      while (progress.position() < order.to() && !stopping) {
        while (ahead.size() < CHUNKS_AHEAD_MAX && asked < order.to()) {
          long first = asked + 1;
          int count = (int) Math.min(CHUNK_ENTRIES, order.to() - asked);
          ahead.add(threads.submit(() -> read(first, count)));
          asked += count;
        }
        List<RecordedEvent> chunk = ahead.remove().get();
        stage.accept(chunk);
        note(Math.min(progress.position() + CHUNK_ENTRIES, order.to()));
      }
    } finally {
      ahead.forEach(future -> future.cancel(true));
    }
    stage.settle();
    note(progress.position());
    // Only now: whoever asks for a stop before the run has begun means this run.
    stopping = false;
    return progress.position() >= order.to();
  }

  private List<RecordedEvent> read(long first, int count) {
    List<RecordedEvent> read = log.read(first, count);
    if (read.size() != count) {
      throw new IllegalStateException(
          "the log ends before position %d, which it had reached".formatted(order.to()));
    }
    return read.stream().filter(entry -> entry.stream().tenant().equals(order.tenant())).toList();
  }

  private void note(long position) {
    progress = new Progress(position, order.to(), table.judged(), table.equal(), table.flipped());
  }

  /// Each decision depends on those before it.
  private final class Stateful implements Stage {

    private final CandidateFold fold = new CandidateFold(order.candidate(), opener);

    @Override
    public void accept(List<RecordedEvent> entries) {
      for (RecordedEvent entry : entries) {
        fold.next(entry).ifPresent(table::add);
      }
    }

    @Override
    public void settle() {
      // Everything was judged at once.
    }
  }

  /// No decision depends on another one.
  private final class PerDecision implements Stage {

    private final RecordedFold fold = new RecordedFold(order.candidate());
    private final Deque<Future<List<Comparison>>> judging = new ArrayDeque<>();

    @Override
    public void accept(List<RecordedEvent> entries)
        throws ExecutionException, InterruptedException {
      List<Retrial> retrials = new ArrayList<>();
      for (RecordedEvent entry : entries) {
        Optional<Retrial> retrial = fold.next(entry);
        retrial.filter(order.selection()::covers).ifPresent(retrials::add);
      }
      judging.add(threads.submit(() -> retrials.stream().map(each -> each.judge(opener)).toList()));
      while (judging.size() > CHUNKS_AHEAD_MAX) {
        takeOne();
      }
    }

    @Override
    public void settle() throws ExecutionException, InterruptedException {
      while (!judging.isEmpty()) {
        takeOne();
      }
    }

    private void takeOne() throws ExecutionException, InterruptedException {
      judging.remove().get().forEach(table::add);
    }
  }
}
