package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an engine refuses to open.
final class OpeningTest {

  private final PostgresExtension postgres = new PostgresExtension();

  @TempDir private Path data;

  private LedgerConfig config;

  @BeforeEach
  void fill() {
    postgres.create();
    config = TestNode.config(postgres, data, List.of());
    try (LedgerEngine engine = LedgerEngine.open(config)) {
      engine.append(Samples.scope(), List.of(Samples.onContract("c", 0)));
      engine.append(Samples.scope(), List.of(Samples.onContract("c", 1)));
    }
  }

  @AfterEach
  void drop() {
    postgres.drop();
  }

  @Test
  void opensWhatItLeft() {
    try (LedgerEngine engine = LedgerEngine.open(config)) {
      assertThat(engine.position()).isEqualTo(2);
    }
  }

  @Test
  void refusesADatabaseThatIsBehindWhatItAcknowledged() {
    tamper("DELETE FROM ledger.entry WHERE position = 2; UPDATE ledger.head SET position = 1");
    tamper("DELETE FROM ledger.checkpoint WHERE size = 2");

    assertRefused(config, "has acknowledged");
  }

  @Test
  void refusesADatabaseWithAnotherPast() {
    tamper(
        """
        UPDATE ledger.entry AS entry
           SET entry = other.bytes, leaf_hash = sha256('\\x00' || other.bytes)
          FROM (SELECT position, convert_to(replace(convert_from(entry, 'UTF8'), '"id":"', '"id":"other-'), 'UTF8') AS bytes
                  FROM ledger.entry) AS other
         WHERE other.position = entry.position
        """);

    assertRefused(config, "has acknowledged");
  }

  @Test
  void goesOnWithALossThatIsAccepted() {
    postgres.drop();
    postgres.create();
    LedgerConfig restored = TestNode.config(postgres, data, List.of());
    assertRefused(with(restored, RestoredDatabase.REFUSE), "has acknowledged");

    try (LedgerEngine engine = LedgerEngine.open(with(restored, RestoredDatabase.ACCEPT_LOSS))) {
      assertThat(engine.append(Samples.scope(), List.of(Samples.onContract("d", 0)))).hasSize(1);
    }
    try (LedgerEngine engine = LedgerEngine.open(with(restored, RestoredDatabase.REFUSE))) {
      assertThat(engine.position()).isEqualTo(1);
    }
  }

  @Test
  void refusesALogSignedByAnotherKey(@TempDir Path otherKeys) {
    assertRefused(TestNode.config(postgres, otherKeys, List.of()), "signed by another key");
  }

  @Test
  void refusesAFrontierThatDoesNotLeadToTheRoot() {
    tamper("UPDATE ledger.log SET root = sha256(root)");

    assertRefused(config, "frontier");
  }

  @Test
  void refusesACheckpointThatIsMissing() {
    tamper("DELETE FROM ledger.checkpoint WHERE size = 2");

    assertRefused(config, "checkpoint is missing");
  }

  @Test
  void refusesAHeadThatIsNotAtTheLastEntry() {
    tamper("UPDATE ledger.head SET position = 3");

    assertRefused(config, "head");
  }

  @Test
  void refusesAnotherFormat() {
    tamper("UPDATE ledger.format SET version = 99");

    assertRefused(config, "format 99");
  }

  @Test
  void refusesADatabaseWithoutTheSchema() {
    tamper("DROP SCHEMA ledger CASCADE");

    assertRefused(config, "run the migrations");
  }

  private LedgerConfig with(LedgerConfig from, RestoredDatabase restored) {
    return new LedgerConfig(
        from.connections(),
        from.reads(),
        from.keys(),
        config.dataDirectory(),
        from.clock(),
        from.ids(),
        from.listeners(),
        from.snapshots(),
        restored);
  }

  private void tamper(String sql) {
    postgres.tamper(sql);
  }

  private static void assertRefused(LedgerConfig config, String sentence) {
    assertThatThrownBy(() -> LedgerEngine.open(config))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(sentence);
  }
}
