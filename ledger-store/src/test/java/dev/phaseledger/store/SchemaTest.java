package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.testsupport.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// What the database itself refuses, whoever asks.
final class SchemaTest {

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @BeforeAll
  static void fill(@TempDir Path data) {
    try (LedgerEngine engine = LedgerEngine.open(TestNode.config(POSTGRES, data, List.of()))) {
      engine.append(Samples.scope(), List.of(Samples.onContract("c", 0), Samples.onAgent("a", 0)));
    }
    new Artifacts(POSTGRES.pool()).store(Samples.TENANT, new byte[] {1});
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "claim", "checkpoint", "node", "artifact", "head", "log"})
  void noRoleEmptiesATable(String table) {
    assertRefused(POSTGRES.administrator(), "TRUNCATE ledger." + table);
    assertRefused(POSTGRES.pool(), "TRUNCATE ledger." + table);
    assertRefused(POSTGRES.pool(), "DELETE FROM ledger." + table);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE ledger.entry SET sequence = 7",
        "UPDATE ledger.entry SET entry = '\\x00', leaf_hash = sha256('\\x0000')",
        "DELETE FROM ledger.entry WHERE position = 2",
        "UPDATE ledger.checkpoint SET note = ''",
        "DELETE FROM ledger.checkpoint",
        "UPDATE ledger.artifact SET digest = 'x'",
        "DELETE FROM ledger.artifact",
        "DELETE FROM ledger.head",
        "DELETE FROM ledger.log",
        "UPDATE ledger.head SET position = 1",
        "UPDATE ledger.head SET position = 3",
        "UPDATE ledger.log SET size = 1",
        "UPDATE ledger.log SET size = 3",
        "UPDATE ledger.log SET tenant = 'other'",
      })
  void notEvenASuperuserChangesTheRecordUnlessItDisablesTriggers(String sql) {
    assertRefused(POSTGRES.administrator(), sql);
    assertRefused(POSTGRES.administrator(), "SET session_replication_role = replica; " + sql);
    assertRefused(POSTGRES.pool(), sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Beyond the head.
        "INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        // With a gap in the store, with one in the log, without the log moving.
        "WITH h AS (UPDATE ledger.head SET position = 4) INSERT INTO ledger.entry SELECT 4, tenant, 2, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        "WITH h AS (UPDATE ledger.head SET position = 3), l AS (UPDATE ledger.log SET size = 4) INSERT INTO ledger.entry SELECT 3, tenant, 3, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        "WITH h AS (UPDATE ledger.head SET position = 3) INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        // A place that is taken.
        "WITH h AS (UPDATE ledger.head SET position = 3), l AS (UPDATE ledger.log SET size = 3) INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 0, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        // A hash that is not the entry's.
        "WITH h AS (UPDATE ledger.head SET position = 3), l AS (UPDATE ledger.log SET size = 3) INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 1, entry, sha256(entry) FROM ledger.entry WHERE position = 2",
      })
  void anEntryThatDoesNotFitIsRefused(String sql) {
    assertRefused(POSTGRES.pool(), sql);
    assertRefused(POSTGRES.administrator(), sql);
  }

  @Test
  void anEntryThatFitsIsTaken() throws SQLException {
    try (Connection connection = POSTGRES.pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      int added =
          statement.executeUpdate(
              "WITH h AS (UPDATE ledger.head SET position = 3), l AS (UPDATE ledger.log SET size = 3) INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2");
      assertThat(added).isEqualTo(1);
      connection.rollback();
    }
  }

  @Test
  void theReaderOnlyReads() throws SQLException {
    try (Connection connection = POSTGRES.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE ledger_reader");
      try (var rows =
          statement.executeQuery(
              "SELECT type, data ->> 'agentId' FROM ledger.entry_text ORDER BY position")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("contract.revoked.v1");
        assertThat(rows.getString(2)).isEqualTo("a");
      }
      assertThatThrownBy(
              () -> statement.execute("INSERT INTO ledger.claim VALUES ('t','s','k','r',1,1)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aLoginThatIsNoSuperuserCanMigrateItsDatabase() throws Exception {
    POSTGRES.execute("CREATE ROLE migrator LOGIN");
    POSTGRES.execute("GRANT ledger_owner, ledger_writer, ledger_reader TO migrator");
    POSTGRES.execute("CREATE DATABASE migrated OWNER migrator");
    String migration = migration("V1__ledger.sql") + migration("V4__personal.sql");
    PGSimpleDataSource asMigrator = new PGSimpleDataSource();
    try (Connection connection = POSTGRES.administrator().getConnection()) {
      asMigrator.setUrl(
          connection.getMetaData().getURL().replace(connection.getCatalog(), "migrated"));
      asMigrator.setUser("migrator");
    }
    try (Connection connection = asMigrator.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(migration);
      statement.execute("SET ROLE ledger_writer");
      try (ResultSet row = statement.executeQuery("SELECT position FROM ledger.head")) {
        row.next();
        assertThat(row.getLong(1)).isZero();
      }
      assertThatThrownBy(() -> statement.execute("CREATE TABLE ledger.other ()"))
          .hasMessageContaining("permission denied");
    }
  }

  private static String migration(String name) throws IOException {
    try (InputStream file = SchemaTest.class.getResourceAsStream("/db/ledger/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertRefused(DataSource as, String sql) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = as.getConnection();
                  Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                try {
                  statement.execute(sql);
                } finally {
                  connection.rollback();
                }
              }
            })
        .as(sql)
        .isInstanceOf(SQLException.class);
  }
}
