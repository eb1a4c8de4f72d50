package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.InvalidFieldException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is counted as done must be there; how fast it was is not tested.
class BaselinesTest {

  private static final int CALLERS = 3;
  private static final Duration CELL = Duration.ofMillis(100);

  private static EmbeddedPostgres server;
  private static ScratchDatabase database;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
    database =
        ScratchDatabase.create(
            server.getJdbcUrl("postgres", "postgres"),
            "postgres",
            "postgres",
            () -> UUID.randomUUID().toString());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void insertsWhatItCounts() throws Exception {
    long operations = counted(new PlainInserts(database));

    assertThat(number("SELECT count(*) FROM plain_row")).isEqualTo(operations);
    assertThat(number("SELECT min(length(payload)) FROM plain_row")).isEqualTo(500);
  }

  @Test
  void recordsOneEventOfAxonPerOperationItCounts() throws Exception {
    var axon = new StockAxon(database, () -> UUID.randomUUID().toString());
    long operations = counted(axon);

    assertThat(number("SELECT count(*) FROM DomainEventEntry")).isEqualTo(operations);
    assertThat(number("SELECT avg(length(payload)) FROM DomainEventEntry"))
        .isBetween(axon.recordedBytes() - 300L, axon.recordedBytes() + 300L);
  }

  @Test
  void leavesNothingBehindOnTheServer() throws Exception {
    long before = number("SELECT count(*) FROM pg_database");

    var another =
        ScratchDatabase.create(
            database.url(), "postgres", "postgres", () -> UUID.randomUUID().toString());
    try (Connection busy = another.connect()) {
      assertThat(busy.isValid(1)).isTrue();
      assertThat(number("SELECT count(*) FROM pg_database")).isEqualTo(before + 1);
      another.close();
    }

    assertThat(number("SELECT count(*) FROM pg_database")).isEqualTo(before);
  }

  @Test
  void takesOptionsOfTheUrlOver() {
    try (var another =
        ScratchDatabase.create(
            database.url() + "&ApplicationName=x", "postgres", "postgres", () -> "A-B_1")) {
      assertThat(another.url()).contains("/ledger_bench_ab1?").endsWith("ApplicationName=x");
    }
  }

  @Test
  void refusesWhatIsNoUrlOfADatabase() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ScratchDatabase.create("jdbc:h2:mem", "", "", () -> "x"))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("database"));
  }

  @Test
  void describesTheServer() throws Exception {
    try (Connection connection = database.connect()) {
      Machine machine = Machine.describe(connection);

      assertThat(machine.settings()).containsEntry("fsync", "on").containsKey("synchronous_commit");
      assertThat(machine.postgresql()).startsWith("18");
      assertThat(machine.cores()).isPositive();
    }
  }

  /// All operations of a cell: those measured, and ten of each caller before.
  private static long counted(Variant variant) throws InterruptedException, SQLException {
    CpuTimes cpu = CpuTimes.of(Path.of("/proc"), number("SELECT pg_backend_pid()"));
    return new CellRunner(cpu).run(variant, CALLERS, CELL).operations() + 10L * CALLERS;
  }

  private static long number(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
