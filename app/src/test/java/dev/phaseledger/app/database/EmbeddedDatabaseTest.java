package dev.phaseledger.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {

  @TempDir Path temporary;

  @Test
  void writesDurablyAndAsksForAPassword() throws IOException, SQLException {
    try (DataDirectory data = DataDirectory.open(temporary.resolve("with space"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      DatabaseAccess access = database.owner();
      assertThatThrownBy(() -> DriverManager.getConnection(access.jdbcUrl(), access.user(), "no"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void startsAgainWithItsDataAfterItsProcessWasKilled()
      throws IOException, SQLException, InterruptedException {
    Path root = temporary.resolve("data");
    Process writer = startWriter(root);
    long server;
    try {
      server = waitForServer(root);
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(ProcessHandle.of(server)).as("the server that was left behind").isPresent();

    try (DataDirectory data = DataDirectory.open(root);
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT value FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
      assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void setsAHalfCreatedDatabaseAsideInsteadOfDeletingIt() throws IOException, SQLException {
    Path root = Files.createDirectories(temporary.resolve("data"));
    Path half = Files.createDirectories(root.resolve("postgres"));
    Files.writeString(half.resolve("postgresql.conf"), "broken");

    try (DataDirectory data = DataDirectory.open(root);
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      assertThat(setting(database, "fsync")).isEqualTo("on");
    }
    assertThat(root.resolve("postgres.incomplete-1").resolve("postgresql.conf")).exists();
  }

  @Test
  void refusesADirectoryThatAnotherServiceHolds() throws IOException {
    try (DataDirectory held = DataDirectory.open(temporary)) {
      assertThatThrownBy(() -> DataDirectory.open(held.root()))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining("another service is using " + held.root());
    }
    DataDirectory.open(temporary).close();
  }

  @Test
  void keepsSecretsFromOthers() throws IOException {
    Path secret = temporary.resolve("secret");
    DataDirectory.writeSecret(secret, "first");
    DataDirectory.writeSecret(secret, "second");
    assertThat(secret).hasContent("second");
    assertThat(Files.getPosixFilePermissions(secret))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }

  private static Process startWriter(Path root) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            root.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static long waitForServer(Path root) throws IOException, InterruptedException {
    Path written = root.resolve("written");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!Files.exists(written)) {
      assertThat(System.nanoTime()).as("time to write").isLessThan(deadline);
      Thread.sleep(50);
    }
    return Long.parseLong(
        Files.readString(root.resolve("postgres").resolve("postmaster.pid"))
            .lines()
            .findFirst()
            .orElseThrow());
  }

  private static String setting(EmbeddedDatabase database, String name) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + name)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    DatabaseAccess access = database.owner();
    return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
  }

  /// Writes a row, says so, and waits to be killed.
  static final class WriterProcess {
    private WriterProcess() {}

    public static void main(String[] arguments) throws Exception {
      Path root = Path.of(arguments[0]);
      DataDirectory data = DataDirectory.open(root);
      EmbeddedDatabase database = EmbeddedDatabase.start(data);
      try (Connection connection = connect(database);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 42 AS value");
        Files.createFile(root.resolve("written"));
        Thread.sleep(TimeUnit.MINUTES.toMillis(5));
      }
    }
  }
}
