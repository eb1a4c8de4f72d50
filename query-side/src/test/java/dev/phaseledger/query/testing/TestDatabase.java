package dev.phaseledger.query.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// One real PostgreSQL for all tests of this module, with its defaults for durability.
final class TestDatabase {

  private static final DataSource MIGRATED = migrate(start().getPostgresDatabase());

  private TestDatabase() {}

  static DataSource migrated() {
    return MIGRATED;
  }

  private static DataSource migrate(DataSource database) {
    Flyway.configure()
        .dataSource(database)
        .schemas("projection")
        .locations("classpath:db/projection")
        .load()
        .migrate();
    return database;
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
