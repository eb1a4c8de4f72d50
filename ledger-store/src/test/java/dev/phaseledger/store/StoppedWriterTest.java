package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which errors stop the writer for good, and which fail one append.
final class StoppedWriterTest {

  private final PostgresExtension postgres = new PostgresExtension();

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
  void aListenerThatFailsStopsTheWriter() {
    LogListener failing =
        new LogListener() {
          @Override
          public Set<StreamId.Subject> subjects() {
            return Set.of(StreamId.Subject.AGENT);
          }

          @Override
          public void onRecorded(RecordedEvent event) {
            throw new IllegalStateException("cannot fold");
          }
        };
    try (LedgerEngine engine = open(failing)) {
      append(engine, Samples.onContract("c", 0));

      assertThatThrownBy(() -> append(engine, Samples.onAgent("a", 0)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("unknown");
      assertThat(engine.stopped()).containsInstanceOf(StopReason.ListenerFailed.class);
      assertThatThrownBy(() -> append(engine, Samples.onContract("c", 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was recorded");
    }
  }

  @Test
  void aDatabaseThatFallsBehindStopsTheWriter() {
    try (LedgerEngine engine = open()) {
      append(engine, Samples.onContract("c", 0));
      append(engine, Samples.onContract("c", 1));
      postgres.tamper(
          "DELETE FROM ledger.entry WHERE position = 2; UPDATE ledger.head SET position = 1");

      assertThatThrownBy(() -> append(engine, Samples.onContract("c", 2)))
          .isInstanceOf(StoreException.class);
      assertThat(engine.stopped()).contains(new StopReason.HeadBehind(2, 1));
    }
  }

  @Test
  void aForgedEntryStopsTheWriter() {
    try (LedgerEngine engine = open();
        LedgerEngine other = open()) {
      append(engine, Samples.onContract("c", 0));
      append(other, Samples.onContract("d", 0));
      postgres.tamper("ALTER TABLE ledger.entry DROP CONSTRAINT entry_check");
      postgres.tamper(
          """
          WITH h AS (UPDATE ledger.head SET position = 3),
               l AS (UPDATE ledger.log SET size = 3)
          INSERT INTO ledger.entry
          SELECT 3, tenant, 2, stream, 1, entry, sha256(entry) FROM ledger.entry WHERE position = 2
          """);

      assertThatThrownBy(() -> append(other, Samples.onContract("d", 1)))
          .isInstanceOf(StoreException.class);
      assertThat(other.stopped()).containsInstanceOf(StopReason.EntryMismatch.class);
    }
  }

  @Test
  void aTreeHeadThatDoesNotFollowFromTheEntriesStopsTheWriter() {
    try (LedgerEngine engine = open();
        LedgerEngine other = open()) {
      append(engine, Samples.onContract("c", 0));
      postgres.tamper("UPDATE ledger.log SET root = sha256(root)");

      assertThatThrownBy(() -> append(other, Samples.onContract("d", 0)))
          .isInstanceOf(StoreException.class);
      assertThat(other.stopped()).containsInstanceOf(StopReason.TreeMismatch.class);
    }
  }

  @Test
  void aValueTheDatabaseRefusesFailsItsAppendAlone() throws Exception {
    postgres.tamper(
        "ALTER TABLE ledger.claim ADD CHECK (key <> ledger.claim_key('%s', 'test', 'poison'))"
            .formatted(Samples.TENANT.value()));
    try (LedgerEngine engine = open();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  callers.submit(() -> {
                    AppendScope scope = Samples.scope();
                    String key = i % 10 == 0 ? "poison" : "k" + i;
                    scope.claim(new Claim(Samples.TENANT, "test", key, Digest.of(key)));
                    try {
                      engine.append(scope, List.of(Samples.onContract("c" + i, 0)));
                      return true;
                    } catch (StoreException e) {
                      assertThat(e).hasMessageContaining("nothing was recorded");
                      return false;
                    }
                  }))
              .toList();
      int recorded = 0;
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).as("append %d", i).isEqualTo(i % 10 != 0);
        recorded += answers.get(i).get() ? 1 : 0;
      }
      assertThat(engine.position()).isEqualTo(recorded);
      assertThat(engine.stopped()).isEmpty();
    }
  }

  private LedgerEngine open(LogListener... listeners) {
    return LedgerEngine.open(TestNode.config(postgres, data, List.of(listeners)));
  }

  private static void append(LedgerEngine engine, NewEvent event) {
    engine.append(Samples.scope(), List.of(event));
  }
}
