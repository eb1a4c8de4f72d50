package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.Recorder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The connection breaks at the worst moment.
final class LostAnswerTest {

  /// When the next statement that moves the head loses its connection.
  enum Fault {
    NEVER,
    BEFORE_IT_RUNS,
    AFTER_IT_RAN
  }

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir private static Path data;

  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NEVER);
  private final Recorder recorder = new Recorder(EnumSet.allOf(StreamId.Subject.class));

  @ParameterizedTest
  @EnumSource
  void anAppendIsRecordedOnceWheneverTheConnectionBreaks(Fault fault) {
    try (LedgerEngine engine = open()) {
      long start = engine.position();
      engine.append(Samples.scope(), List.of(Samples.onContract("before-" + fault, 0)));
      next.set(fault);

      List<RecordedEvent> recorded =
          engine.append(
              Samples.scope(),
              List.of(Samples.onContract("c-" + fault, 0), Samples.onContract("c-" + fault, 1)));
      List<RecordedEvent> after =
          engine.append(Samples.scope(), List.of(Samples.onContract("c-" + fault, 2)));

      assertThat(recorded)
          .extracting(RecordedEvent::position)
          .containsExactly(start + 2, start + 3);
      assertThat(after.getFirst().position()).isEqualTo(start + 4);
      assertThat(engine.read(start + 2, 10)).containsAll(recorded).containsAll(after).hasSize(3);
      assertThat(recorder.heard()).isEqualTo(engine.read(1, Integer.MAX_VALUE));
      assertThat(engine.stats().reconnects()).isEqualTo(fault == Fault.NEVER ? 0 : 1);
      assertThat(engine.stats().appends()).isEqualTo(3);
      assertThat(engine.stats().foreign()).isZero();
    }
  }

  @Test
  void aConflictIsStillAConflictAfterTheConnectionBroke() {
    try (LedgerEngine engine = open()) {
      engine.append(Samples.scope(), List.of(Samples.onContract("d", 0)));
      next.set(Fault.BEFORE_IT_RUNS);
      engine.append(Samples.scope(), List.of(Samples.onContract("d", 1)));

      assertThat(
              catchThrowable(
                  () -> engine.append(Samples.scope(), List.of(Samples.onContract("d", 1)))))
          .isInstanceOf(ConflictException.class);
    }
  }

  private LedgerEngine open() {
    return LedgerEngine.open(
        TestNode.watched(TestNode.config(POSTGRES, data, List.of(recorder)), new Faulty()));
  }

  /// Breaks the connection of the statement that moves the head.
  private final class Faulty implements WatchedConnections.Watch {
    private Fault fault = Fault.NEVER;

    @Override
    public void before(String sql) throws SQLException {
      if (sql.contains("ledger.append")) {
        fault = next.getAndSet(Fault.NEVER);
        breakIf(Fault.BEFORE_IT_RUNS);
      }
    }

    @Override
    public void after(String sql) throws SQLException {
      if (sql.contains("ledger.append")) {
        breakIf(Fault.AFTER_IT_RAN);
      }
    }

    private void breakIf(Fault now) throws SQLException {
      if (fault == now) {
        throw WatchedConnections.broken();
      }
    }
  }
}
