package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.Recorder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is committed and what is durable are two things: nobody may learn of the one before the
/// other.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DurabilityTest {

  private static final int APPENDS = 20;

  private final PostgresExtension postgres = new PostgresExtension();
  private final Recorder recorder = new Recorder(EnumSet.allOf(StreamId.Subject.class));
  private final Gate gate = new Gate();

  @TempDir private Path data;

  @BeforeEach
  void create() {
    postgres.create();
  }

  @AfterEach
  void drop() {
    postgres.drop();
  }

  @Test
  void nothingIsAnsweredOrPassedOnBeforeItIsFlushed() throws Exception {
    try (LedgerEngine engine = open();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<RecordedEvent>>> answers = commitUnflushed(engine, callers);

      long committed = head();
      assertThat(committed).isEqualTo(1 + APPENDS);
      assertThat(engine.position()).isEqualTo(1);
      assertThat(recorder.heard()).hasSize(1);
      assertThat(answers.subList(1, answers.size())).noneMatch(Future::isDone);

      gate.open();
      for (Future<List<RecordedEvent>> answer : answers) {
        assertThat(answer.get()).isNotEmpty();
      }
      assertThat(recorder.heard()).isEqualTo(engine.read(1, Integer.MAX_VALUE)).hasSize(21);
    }
  }

  @Test
  void whoReadsWhatIsNotFlushedFlushesIt() throws Exception {
    try (LedgerEngine engine = open();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      commitUnflushed(engine, callers);
      String before = flushedUpTo();

      assertThat(
              Checkpoint.parse(
                      engine.logs().checkpoint(Samples.TENANT.value()).orElseThrow().text())
                  .head()
                  .size())
          .isEqualTo(1 + APPENDS);
      String after = flushedUpTo();
      assertThat(after).isNotEqualTo(before);
      assertThat(engine.read(1, Integer.MAX_VALUE)).hasSize(1 + APPENDS);
      assertThat(flushedUpTo()).isNotEqualTo(after);

      gate.open();
    }
  }

  @Test
  void whatWasCommittedIsFoundAgainWhenItsFlushFails() throws Exception {
    try (LedgerEngine engine = open();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<RecordedEvent>>> answers = commitUnflushed(engine, callers);

      gate.breakOnce();
      List<RecordedEvent> acknowledged = new ArrayList<>();
      for (Future<List<RecordedEvent>> answer : answers) {
        acknowledged.addAll(answer.get());
      }

      assertThat(acknowledged).hasSize(1 + APPENDS).doesNotHaveDuplicates();
      assertThat(engine.read(1, Integer.MAX_VALUE))
          .containsExactlyInAnyOrderElementsOf(acknowledged);
      assertThat(recorder.heard()).isEqualTo(engine.read(1, Integer.MAX_VALUE));
      assertThat(engine.stats().reconnects()).isEqualTo(1);
      assertThat(engine.stats().foreign()).isZero();
    }
  }

  @Test
  void whatWasCommittedButNotFlushedIsAnsweredWhenTheLedgerIsClosed() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      LedgerEngine engine = open();
      List<Future<List<RecordedEvent>>> answers = commitUnflushed(engine, callers);

      Future<?> closed = callers.submit(engine::close);
      for (Future<List<RecordedEvent>> answer : answers) {
        assertThat(answer.get()).hasSize(1);
      }
      gate.open();
      closed.get();
    }
  }

  /// Twenty appends in commits that nobody has flushed: the gate is shut.
  private List<Future<List<RecordedEvent>>> commitUnflushed(
      LedgerEngine engine, ExecutorService callers) throws Exception {
    List<Future<List<RecordedEvent>>> answers = new ArrayList<>();
    gate.holdAppend();
    answers.add(callers.submit(() -> append(engine, 0)));
    gate.awaitHeld();
    for (int i = 1; i <= APPENDS; i++) {
      int number = i;
      answers.add(callers.submit(() -> append(engine, number)));
    }
    // All of them wait for the writer, who is held up in the first one's commit.
    while (engine.stats().waiting() < APPENDS) {
      Thread.onSpinWait();
    }
    gate.releaseAppend();
    answers.getFirst().get();
    gate.awaitFlush();
    while (head() < 1 + APPENDS) {
      Thread.onSpinWait();
    }
    return answers;
  }

  private static List<RecordedEvent> append(LedgerEngine engine, int number) {
    return engine.append(Samples.scope(), List.of(Samples.onContract("c" + number, 0)));
  }

  private LedgerEngine open() {
    return LedgerEngine.open(
        TestNode.watched(TestNode.config(postgres, data, List.of(recorder)), gate));
  }

  private long head() throws SQLException {
    return Long.parseLong(text("SELECT position FROM ledger.head"));
  }

  private String flushedUpTo() throws SQLException {
    return text("SELECT pg_current_wal_flush_lsn()");
  }

  private String text(String query) throws SQLException {
    try (Connection connection = postgres.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /// Holds up the first append on demand, and every flush of the flushing thread until it is
  /// opened.
  private static final class Gate implements WatchedConnections.Watch {
    private final CountDownLatch flushing = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final Semaphore append = new Semaphore(Integer.MAX_VALUE);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger breaking = new AtomicInteger();

    void holdAppend() {
      append.drainPermits();
    }

    void awaitHeld() throws InterruptedException {
      held.await();
    }

    void releaseAppend() {
      append.release(1_000_000);
    }

    void awaitFlush() throws InterruptedException {
      flushing.await();
    }

    void open() {
      open.countDown();
    }

    void breakOnce() {
      breaking.set(1);
      open.countDown();
    }

    @Override
    public void before(String sql) throws SQLException {
      try {
        if (sql.contains("ledger.append")) {
          held.countDown();
          append.acquire();
        } else if (sql.equals(FlushLink.FLUSH)
            && Thread.currentThread().getName().equals("ledger-flusher")) {
          flushing.countDown();
          open.await();
          if (breaking.getAndSet(0) == 1) {
            throw WatchedConnections.broken();
          }
        }
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", "57014", e);
      }
    }

    @Override
    public void after(String sql) {}
  }
}
