package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.cli.CommandLines;
import dev.phaseledger.app.cli.ExitCode;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.Logins;
import dev.phaseledger.app.database.Migrations;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RunningService.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The service on a PostgreSQL server that is not its own: set up by an owner who is no superuser,
/// as the documentation says.
final class ExternalDatabaseTest {

  private static final String PASSWORD = "not secret";

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase server;
  private static ServiceAccess access;

  @BeforeAll
  static void setUp() throws IOException, SQLException {
    data = DataDirectory.open(root.resolve("server"));
    server = EmbeddedDatabase.start(data);
    asSuperuser("CREATE ROLE chief LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'");
    asSuperuser("CREATE DATABASE external OWNER chief");
    asSuperuser("CREATE DATABASE blank OWNER chief");
    DatabaseAccess chief = access("external", "chief");
    assertThat(
            CommandLines.run(
                "migrate", "--database", chief.jdbcUrl() + "?user=chief&password=not%20secret"))
        .isEqualTo(ExitCode.OK);
    as(chief, "CREATE ROLE phase_ledger_store LOGIN PASSWORD '" + PASSWORD + "'");
    as(chief, "GRANT ledger_writer TO phase_ledger_store");
    as(chief, "CREATE ROLE phase_ledger_views LOGIN PASSWORD '" + PASSWORD + "'");
    as(chief, "GRANT ledger_views, ledger_reader TO phase_ledger_views");
    as(chief, "CREATE ROLE nobody LOGIN PASSWORD '" + PASSWORD + "'");
    access =
        new ServiceAccess(
            access("external", "phase_ledger_store"), access("external", "phase_ledger_views"));
  }

  @AfterAll
  static void tearDown() throws IOException {
    server.close();
    data.close();
  }

  @Test
  void twoNodesServeOneDatabaseAndNoneLogsInAsItsOwner() throws IOException, SQLException {
    Path first = Files.createDirectories(root.resolve("first"));
    Path second = Files.createDirectories(root.resolve("second"));
    try (RunningService one = RunningService.start(first, Optional.of(access))) {
      Files.createDirectories(second.resolve("keys"));
      Files.copy(first.resolve("keys/signing.key"), second.resolve("keys/signing.key"));
      try (RunningService other = RunningService.start(second, Optional.of(access))) {
        Answer registered =
            one.post(
                OPERATOR, "/v1/agents", "{\"agentId\": \"a\", \"level\": 3, \"owner\": \"o\"}");
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        long position = Members.number(registered.json(), "position");
        assertThat(other.get(OPERATOR, "/v1/agents/a?atLeast=" + position).status()).isEqualTo(200);
        Answer revoked =
            other.post(OPERATOR, "/v1/agents/a/revocation", "{\"reason\": \"elsewhere\"}");
        assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        assertThat(sessions())
            .containsExactlyInAnyOrder("phase_ledger_store", "phase_ledger_views");
      }
    }
  }

  @Test
  void theEmbeddedDatabaseIsServedWithoutItsSuperuserToo() throws IOException, SQLException {
    Path own = root.resolve("own");
    try (RunningService running = RunningService.start(own, Optional.empty())) {
      ServiceAccess used = running.service().context().getBean(ServiceAccess.class);
      String superuser = Files.readString(own.resolve("database.password")).strip();
      assertThat(sessions(used.store().as("postgres", superuser)))
          .containsExactlyInAnyOrder("phase_ledger_store", "phase_ledger_views");
      assertThat(used.toString()).doesNotContain(used.store().password());
      for (DatabaseAccess login : List.of(used.store(), used.views())) {
        for (String forbidden :
            List.of(
                "UPDATE ledger.entry SET sequence = 0",
                "DELETE FROM ledger.checkpoint",
                "ALTER TABLE ledger.entry DISABLE TRIGGER ALL",
                "CREATE TABLE ledger.other ()",
                "SET ROLE ledger_owner",
                "DELETE FROM projection.flyway_schema_history")) {
          assertThatThrownBy(() -> as(login, forbidden))
              .as("%s: %s", login.user(), forbidden)
              .isInstanceOf(SQLException.class);
        }
      }
      assertThatThrownBy(() ->
              as(used.views(), "INSERT INTO ledger.claim VALUES (sha256('k'), sha256('r'), 1, 1)"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> as(used.store(), "DELETE FROM projection.agents"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    // Bound and not listening: nobody else gets the port meanwhile, and whoever connects is
    // refused.
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String url = "jdbc:postgresql://127.0.0.1:" + bound.getLocalPort() + "/x";
      DatabaseAccess nowhere = new DatabaseAccess(url, "u", "p");

      assertRefused(nowhere, "no PostgreSQL answers at " + url);
      assertThatThrownBy(() -> Migrations.migrate(nowhere))
          .hasMessageContaining("no PostgreSQL answers");
    }
  }

  @Test
  void saysWhoseKeyDoesNotFit() {
    assertRefused(
        access.store().as("phase_ledger_store", "wrong"),
        "refuses the password of phase_ledger_store");
    assertRefused(access("nowhere", "phase_ledger_store"), "there is no such database");
  }

  @Test
  void saysThatTheOwnerHasNotMigratedYet() {
    assertRefused(
        access("blank", "phase_ledger_store"),
        access("blank", "phase_ledger_views"),
        "is not migrated to this version",
        "ledger migrate --database jdbc:postgresql://");
  }

  @Test
  void saysWhichRightsAreMissing() {
    assertRefused(access("external", "nobody"), "GRANT ledger_writer TO nobody");
  }

  @Test
  void refusesTheOwnerAndTheSuperuser() {
    assertRefused(
        access("external", "chief"), "chief may create roles", "ALTER ROLE chief NOCREATEROLE");
    DatabaseAccess superuser = server.owner();
    assertRefused(
        access("external", "x").as(superuser.user(), superuser.password()),
        "postgres is a superuser",
        "ALTER ROLE postgres NOSUPERUSER");
  }

  @Test
  void refusesAStoreThatMayDoMoreWhicheverLoginItIs() throws SQLException {
    asSuperuserOf("external", "GRANT DELETE ON ledger.entry TO ledger_reader");
    try {
      assertRefused(access.store(), access.views(), "ledger_reader may DELETE on ledger.entry");
    } finally {
      asSuperuserOf("external", "REVOKE DELETE ON ledger.entry FROM ledger_reader");
    }
    asSuperuserOf("external", "GRANT TRIGGER ON ledger.entry TO ledger_writer");
    try {
      assertRefused(access.store(), access.views(), "ledger_writer may TRIGGER on ledger.entry");
    } finally {
      asSuperuserOf("external", "REVOKE TRIGGER ON ledger.entry FROM ledger_writer");
    }
  }

  @Test
  void refusesALoginWhoseCommitsAreNotDurable() throws SQLException {
    asSuperuser("ALTER ROLE phase_ledger_store SET synchronous_commit = off");
    try {
      assertRefused(access.store(), access.views(), "synchronous_commit is off");
    } finally {
      asSuperuser("ALTER ROLE phase_ledger_store RESET synchronous_commit");
    }
  }

  @ParameterizedTest
  @CsvSource({"off, on, fsync is off", "on, off, full_page_writes is off"})
  void refusesAServerThatLosesWhatItAcknowledged(String fsync, String pages, String sentence)
      throws IOException {
    try (EmbeddedPostgres careless =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", fsync)
            .setServerConfig("full_page_writes", pages)
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      DatabaseAccess owner =
          new DatabaseAccess(careless.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
      Migrations.migrate(owner);
      ServiceAccess logins = Logins.provide(owner, "careless");

      assertRefused(logins.store(), logins.views(), sentence);
    }
  }

  private static void assertRefused(DatabaseAccess login, String... sentences) {
    assertRefused(login, login, sentences);
  }

  private static void assertRefused(
      DatabaseAccess store, DatabaseAccess views, String... sentences) {
    Path memory = root.resolve("refused");
    assertThatThrownBy(() ->
            LedgerService.start(
                    new ServiceSettings(
                        ServiceSettings.HOST_DEFAULT,
                        0,
                        memory,
                        Optional.of(new ServiceAccess(store, views)),
                        new TenantId("default"),
                        false,
                        ServiceSettings.ORIGIN_DEFAULT))
                .close())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(sentences)
        .hasMessageNotContaining(PASSWORD);
    assertThat(memory).exists();
    try {
      Directories.delete(memory);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static DatabaseAccess access(String database, String user) {
    String url = server.owner().jdbcUrl();
    return new DatabaseAccess(
        url.substring(0, url.lastIndexOf('/') + 1) + database, user, PASSWORD);
  }

  private static void asSuperuser(String sql) throws SQLException {
    as(server.owner(), sql);
  }

  private static void asSuperuserOf(String database, String sql) throws SQLException {
    as(access(database, "").as(server.owner().user(), server.owner().password()), sql);
  }

  private static void as(DatabaseAccess login, String sql) throws SQLException {
    try (Connection connection = login.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> sessions() throws SQLException {
    return sessions(server.owner());
  }

  /// Who is logged in, but for the one who asks.
  private static List<String> sessions(DatabaseAccess superuser) throws SQLException {
    List<String> logins = new ArrayList<>();
    try (Connection connection = superuser.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT usename FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      while (rows.next()) {
        logins.add(rows.getString(1));
      }
    }
    return logins;
  }
}
