package dev.phaseledger.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/// The PostgreSQL server of this JVM.
final class Server {

  /// The superuser.
  static final String ADMINISTRATOR = "postgres";

  /// A login that may act as the writer, and nothing else: the store of a service.
  static final String SERVICE = "ledger_service";

  /// A login that keeps the views and reads the ledger, and nothing else.
  static final String VIEWS = "views_service";

  /// Whichever roles the migrations have made.
  private static final String GRANT_TO_LOGINS =
      """
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_writer') THEN
          GRANT ledger_writer TO ledger_service;
          GRANT ledger_reader TO views_service;
        END IF;
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_views') THEN
          GRANT ledger_views TO views_service;
        END IF;
      END $$
      """;

  private final EmbeddedPostgres postgres;
  private final Map<List<String>, String> templates = new HashMap<>();
  private int databases;

  private static final class Holder {
    static final Server ONLY = new Server();
  }

  static Server get() {
    return Holder.ONLY;
  }

  private Server() {
    try {
      // The embedded distribution switches durability off by default.
      postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "100")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
    execute("CREATE ROLE " + SERVICE + " LOGIN");
    execute("CREATE ROLE " + VIEWS + " LOGIN");
  }

  /// A new database with these migrations, copied from a template that is migrated once.
  synchronized String create(List<String> migrations) {
    String template = templates.computeIfAbsent(migrations, this::createTemplate);
    String name = "test_" + ++databases;
    execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return name;
  }

  private String createTemplate(List<String> migrations) {
    String name = "template_" + ++databases;
    execute("CREATE DATABASE " + name);
    Flyway.configure()
        .dataSource(dataSource(name, ADMINISTRATOR))
        .locations(migrations.toArray(String[]::new))
        .failOnMissingLocations(true)
        .load()
        .migrate();
    execute(GRANT_TO_LOGINS);
    return name;
  }

  synchronized void drop(String database) {
    execute("DROP DATABASE " + database + " WITH (FORCE)");
  }

  DataSource dataSource(String database, String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {postgres.getPort()});
    source.setDatabaseName(database);
    source.setUser(user);
    return source;
  }

  private void execute(String sql) {
    try (Connection connection = dataSource(ADMINISTRATOR, ADMINISTRATOR).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("failed: " + sql, e);
    }
  }
}
