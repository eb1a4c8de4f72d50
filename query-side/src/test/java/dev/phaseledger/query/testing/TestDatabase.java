package dev.phaseledger.query.testing;

import dev.phaseledger.testsupport.PostgresExtension;
import java.util.List;
import javax.sql.DataSource;

/// One database on real PostgreSQL for all tests of this module, which run one after the other and
/// empty it before each.
final class TestDatabase {

  private static final DataSource MIGRATED = create();

  private TestDatabase() {}

  /// As the login that the service's projections and queries have.
  static DataSource migrated() {
    return MIGRATED;
  }

  private static DataSource create() {
    PostgresExtension postgres = new PostgresExtension(List.of("classpath:db/projection"));
    postgres.create();
    return postgres.views();
  }
}
