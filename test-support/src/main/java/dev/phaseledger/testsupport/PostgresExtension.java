package dev.phaseledger.testsupport;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives each test class a fresh, migrated database on a real PostgreSQL server, which is started
/// once and writes as durably as in production.
///
/// Register it as a static field with `@RegisterExtension`. Tests connect with the logins of a
/// service, which have the rights that it needs and no more.
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {

  /// Connections of [#pool].
  public static final int POOL_CONNECTIONS_MAX = 8;

  private static final String ENABLE_TRIGGERS =
      """
      DO $$
      DECLARE
        off record;
      BEGIN
        FOR off IN SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
                     JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = 'ledger' LOOP
          EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', off.relname, off.tgname);
        END LOOP;
      END
      $$
      """;

  private final List<String> migrations;
  private Optional<String> database = Optional.empty();
  private Optional<HikariDataSource> pool = Optional.empty();

  /// Migrates with everything under `db/ledger` on the class path.
  public PostgresExtension() {
    this(List.of("classpath:db/ledger"));
  }

  /// Migrates with these Flyway locations.
  public PostgresExtension(List<String> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    create();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    drop();
  }

  /// Makes a database, for a test class in which each test needs one of its own: then the extension
  /// is not registered.
  public void create() {
    database = Optional.of(Server.get().create(migrations));
  }

  /// Drops what [#create] made.
  public void drop() {
    pool.ifPresent(HikariDataSource::close);
    pool = Optional.empty();
    database.ifPresent(Server.get()::drop);
    database = Optional.empty();
  }

  /// Opens a connection of its own each time, as the service's login.
  public DataSource connections() {
    return Server.get().dataSource(name(), Server.SERVICE);
  }

  /// Opens a connection of its own each time, as the login that keeps what readers see.
  public DataSource views() {
    return Server.get().dataSource(name(), Server.VIEWS);
  }

  /// Opens a connection of its own each time, as the superuser that migrated.
  public DataSource administrator() {
    return Server.get().dataSource(name(), Server.ADMINISTRATOR);
  }

  /// A pool of connections that act as the role `ledger_writer`.
  public synchronized DataSource pool() {
    if (pool.isEmpty()) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(connections());
      config.setConnectionInitSql("SET ROLE ledger_writer");
      config.setMaximumPoolSize(POOL_CONNECTIONS_MAX);
      pool = Optional.of(new HikariDataSource(config));
    }
    return pool.get();
  }

  /// Runs statements as the superuser.
  public void execute(String sql) {
    try (Connection connection = administrator().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("failed: " + sql, e);
    }
  }

  /// Runs statements as an attacker with every right would: as the superuser, with all triggers
  /// switched off, and switched on again afterwards so that nobody sees that they were off.
  public void tamper(String sql) {
    StringBuilder script = new StringBuilder();
    for (String table :
        List.of("entry", "claim", "checkpoint", "node", "artifact", "head", "log")) {
      script.append("ALTER TABLE ledger.").append(table).append(" DISABLE TRIGGER ALL;");
    }
    execute(script + sql);
    execute(ENABLE_TRIGGERS);
  }

  private String name() {
    return database.orElseThrow(
        () -> new IllegalStateException("register the extension as a static field"));
  }
}
