package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.Recorder;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
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
    LedgerConfig config = TestNode.config(POSTGRES, data, List.of(recorder));
    return LedgerEngine.open(
        new LedgerConfig(
            proxy(DataSource.class, new Faulty(config.connections())),
            config.reads(),
            config.keys(),
            config.dataDirectory(),
            config.clock(),
            config.ids(),
            config.listeners(),
            config.snapshots(),
            config.restored()));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /// Passes everything on, except that a fault breaks the connection.
  private final class Faulty implements InvocationHandler {
    private final Object target;
    private final boolean movesTheHead;

    Faulty(Object target) {
      this(target, false);
    }

    private Faulty(Object target, boolean movesTheHead) {
      this.target = target;
      this.movesTheHead = movesTheHead;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      boolean write = movesTheHead && method.getName().equals("executeQuery");
      Fault fault = write ? next.getAndSet(Fault.NEVER) : Fault.NEVER;
      if (fault == Fault.BEFORE_IT_RUNS) {
        throw broken();
      }
      Object result;
      try {
        result = method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
      if (fault == Fault.AFTER_IT_RAN) {
        throw broken();
      }
      return switch (result) {
        case Connection connection when method.getName().equals("getConnection") ->
            proxy(Connection.class, new Faulty(connection));
        case PreparedStatement statement ->
            proxy(
                PreparedStatement.class,
                new Faulty(statement, String.valueOf(arguments[0]).contains("ledger.append")));
        case null, default -> result;
      };
    }

    private SQLException broken() {
      return new SQLException("An I/O error occurred while sending to the backend.", "08006");
    }
  }
}
