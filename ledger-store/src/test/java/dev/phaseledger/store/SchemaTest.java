package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.phaseledger.testsupport.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

  /// A batch of one entry behind the two that are there, as SQL: what is wrong is put in its place.
  private static String append(Map<String, String> wrong) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("expected", "2");
    arguments.put("tenants", "ARRAY[tenant]");
    arguments.put("indices", "ARRAY[2]::bigint[]");
    arguments.put("streams", "ARRAY[stream]");
    arguments.put("sequences", "ARRAY[1]::bigint[]");
    arguments.put("entries", "ARRAY[entry]");
    arguments.put("hashes", "ARRAY[leaf_hash]");
    arguments.put("logs", "ARRAY[tenant]");
    arguments.put("befores", "ARRAY[2]::bigint[]");
    arguments.put("sizes", "ARRAY[3]::bigint[]");
    arguments.put("frontiers", "ARRAY['\\x00'::bytea]");
    arguments.put("roots", "ARRAY[leaf_hash]");
    arguments.put("notes", "ARRAY['note']");
    for (String name :
        List.of(
            "keys",
            "requests",
            "firsts",
            "counts",
            "node_tenants",
            "levels",
            "node_indices",
            "node_hashes")) {
      arguments.put(name, "'{}'");
    }
    arguments.put("sender", "'test'");
    arguments.putAll(wrong);
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + " => " + argument.getValue())
        .collect(
            Collectors.joining(
                ", ", "SELECT ledger.append(", ") FROM ledger.entry WHERE position = 2"));
  }

  static Stream<Arguments> batchesThatDoNotFit() {
    return Stream.of(
        arguments(
            "a gap in the log",
            Map.of("indices", "ARRAY[3]::bigint[]", "sizes", "ARRAY[4]::bigint[]")),
        arguments("an index beyond the log", Map.of("indices", "ARRAY[3]::bigint[]")),
        arguments("an index that is taken", Map.of("indices", "ARRAY[1]::bigint[]")),
        arguments("a log that grows by more", Map.of("sizes", "ARRAY[4]::bigint[]")),
        arguments("a log that does not grow", Map.of("sizes", "ARRAY[2]::bigint[]")),
        arguments("a log that is elsewhere", Map.of("befores", "ARRAY[1]::bigint[]")),
        arguments("a log that is there already", Map.of("befores", "ARRAY[0]::bigint[]")),
        arguments(
            "no log",
            Map.of(
                "logs",
                "'{}'",
                "befores",
                "'{}'",
                "sizes",
                "'{}'",
                "frontiers",
                "'{}'",
                "roots",
                "'{}'",
                "notes",
                "'{}'")),
        arguments(
            "another's log",
            Map.of(
                "logs",
                "ARRAY['other']",
                "befores",
                "ARRAY[0]::bigint[]",
                "sizes",
                "ARRAY[1]::bigint[]")),
        arguments("a sequence that is taken", Map.of("sequences", "ARRAY[0]::bigint[]")),
        arguments("a negative sequence", Map.of("sequences", "ARRAY[-1]::bigint[]")),
        arguments("a hash that is not the entry's", Map.of("hashes", "ARRAY[sha256(entry)]")),
        arguments(
            "an empty entry",
            Map.of("entries", "ARRAY[''::bytea]", "hashes", "ARRAY[sha256('\\x00')]")),
        arguments("a checkpoint that is there", Map.of("notes", "ARRAY['a', 'b']")),
        arguments("a missing hash", Map.of("hashes", "'{}'")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("batchesThatDoNotFit")
  void aBatchThatDoesNotFitIsRefused(String what, Map<String, String> wrong) {
    assertRefused(POSTGRES.pool(), append(wrong));
    assertRefused(POSTGRES.administrator(), append(wrong));
  }

  @Test
  void aBatchThatFitsIsTakenAndOneBehindAnotherHeadIsNot() throws SQLException {
    try (Connection connection = POSTGRES.pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertThat(isTaken(statement, append(Map.of("expected", "1")))).isFalse();
      assertThat(isTaken(statement, append(Map.of("expected", "3")))).isFalse();
      assertThat(isTaken(statement, append(Map.of()))).isTrue();
      assertThat(isTaken(statement, append(Map.of()))).isFalse();
      try (ResultSet row =
          statement.executeQuery("SELECT position, index FROM ledger.entry WHERE position > 2")) {
        row.next();
        assertThat(row.getLong(1)).isEqualTo(3);
        assertThat(row.getLong(2)).isEqualTo(2);
      }
      connection.rollback();
    }
  }

  private static boolean isTaken(Statement statement, String append) throws SQLException {
    try (ResultSet answer = statement.executeQuery(append)) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO ledger.entry SELECT 3, tenant, 2, stream, 1, entry, leaf_hash FROM ledger.entry WHERE position = 2",
        "INSERT INTO ledger.claim VALUES (sha256('k'), sha256('r'), 1, 1)",
        "INSERT INTO ledger.checkpoint VALUES ('t', 9, 'note')",
        "INSERT INTO ledger.node SELECT 't', 1, 0, leaf_hash FROM ledger.entry WHERE position = 2",
        "INSERT INTO ledger.log SELECT 't', 1, leaf_hash, leaf_hash FROM ledger.entry WHERE position = 2",
        "UPDATE ledger.head SET position = 3",
        "UPDATE ledger.log SET size = 3",
      })
  void nobodyWritesPastTheFunction(String sql) {
    assertRefused(POSTGRES.pool(), sql);
    assertRefused(POSTGRES.administrator(), sql);
    assertRefused(POSTGRES.administrator(), "SET session_replication_role = replica; " + sql);
  }

  @Test
  void theReaderOnlyReads() throws SQLException {
    try (Connection connection = POSTGRES.views().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE ledger_reader");
      try (var rows =
          statement.executeQuery(
              "SELECT type, data ->> 'agentId' FROM ledger.entry_text ORDER BY position")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("contract.revoked.v2");
        assertThat(rows.getString(2)).isEqualTo("a");
      }
      assertThatThrownBy(() ->
              statement.execute("INSERT INTO ledger.claim VALUES (sha256('k'), sha256('r'), 1, 1)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aLoginThatIsNoSuperuserCanMigrateItsDatabase() throws Exception {
    POSTGRES.execute("CREATE ROLE migrator LOGIN");
    POSTGRES.execute("GRANT ledger_owner, ledger_writer, ledger_reader TO migrator");
    POSTGRES.execute("CREATE DATABASE migrated OWNER migrator");
    String migration =
        migration("V1__ledger.sql")
            + migration("V4__personal.sql")
            + migration("V6__append.sql")
            + migration("V7__claims_by_digest.sql");
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
