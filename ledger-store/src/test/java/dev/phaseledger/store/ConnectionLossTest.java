package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Server processes die under load.
final class ConnectionLossTest {

  private static final int CALLERS = 16;
  private static final int KILLS = 25;
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(60);

  private static final String KILL_WRITERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'phase-ledger-%' AND datname = current_database()";

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir private Path data;

  @Test
  void whatIsAcknowledgedIsStoredOnceAndTheTreeIsWhole() throws Exception {
    Recorder recorder = new Recorder(EnumSet.allOf(StreamId.Subject.class));
    Set<RecordedEvent> acknowledged = ConcurrentHashMap.newKeySet();
    Set<String> deniedStreams = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    try (LedgerEngine engine =
        LedgerEngine.open(TestNode.config(POSTGRES, data, List.of(recorder)))) {
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          String name = "c" + i + "-";
          running.add(
              callers.submit(() -> {
                for (int n = 0; !over.get(); n++) {
                  try {
                    acknowledged.addAll(
                        engine.append(
                            Samples.scope(),
                            List.of(
                                Samples.onContract(name + n, 0), Samples.onContract(name + n, 1))));
                  } catch (StoreException e) {
                    if (String.valueOf(e.getMessage()).startsWith("nothing was recorded")) {
                      deniedStreams.add(name + n);
                    }
                  }
                }
              }));
        }
        for (int kill = 0; kill < KILLS; kill++) {
          TimeUnit.MILLISECONDS.sleep(BETWEEN_KILLS.toMillis());
          POSTGRES.execute(KILL_WRITERS);
        }
        over.set(true);
        for (Future<?> caller : running) {
          caller.get();
        }
      }
      assertThat(engine.stopped()).isEmpty();
      assertThat(engine.stats().reconnects()).isPositive();

      List<RecordedEvent> stored = engine.read(1, Integer.MAX_VALUE);
      assertThat(stored)
          .extracting(RecordedEvent::position)
          .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
      assertThat(stored).containsAll(acknowledged);
      assertThat(stored)
          .extracting(event -> event.stream().id())
          .noneMatch(deniedStreams::contains);
      assertThat(recorder.heard()).isEqualTo(stored);
      assertThatTheTreeIsThatOfItsEntries(engine, stored.size());
    }
  }

  private static void assertThatTheTreeIsThatOfItsEntries(LedgerEngine engine, int size) {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    while (frontier.size() < size) {
      for (byte[] entry : engine.logs().entries(Samples.TENANT.value(), frontier.size(), size)) {
        Sha256Hash leaf = TreeHashing.leaf(entry);
        frontier = frontier.append(leaf);
      }
    }
    assertThat(
            Checkpoint.parse(engine.logs().checkpoint(Samples.TENANT.value()).orElseThrow().text())
                .head())
        .isEqualTo(frontier.head());
  }
}
