package dev.phaseledger.query.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.testsupport.PostgresExtension;
import java.util.List;
import javax.sql.DataSource;

/// One database on real PostgreSQL for all tests of this module, which run one after the other and
/// empty it before each.
final class TestDatabase {

  private static final DataSource MIGRATED = pool();

  private TestDatabase() {}

  /// As its owner, who may empty the tables for a replay.
  static DataSource migrated() {
    return MIGRATED;
  }

  private static DataSource pool() {
    PostgresExtension postgres = new PostgresExtension(List.of("classpath:db/projection"));
    postgres.create();
    HikariConfig config = new HikariConfig();
    config.setDataSource(postgres.administrator());
    config.setMaximumPoolSize(PostgresExtension.POOL_CONNECTIONS_MAX);
    return new HikariDataSource(config);
  }
}
