package dev.phaseledger.app.database;

import dev.phaseledger.store.LedgerSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// The schemas of a database. Its owner migrates them; the service only looks whether they are what
/// it needs.
public final class Migrations {

  private record Schema(String name, String location) {}

  private static final List<Schema> SCHEMAS =
      List.of(
          new Schema("ledger", LedgerSchema.MIGRATIONS),
          new Schema("projection", "classpath:db/projection"),
          new Schema("processing", "classpath:db/processing"));

  private Migrations() {}

  /// Brings all schemas to what this version needs, and holds no connection afterwards.
  ///
  /// @throws IOException with a sentence for people if the owner cannot log in or may not migrate
  public static void migrate(DatabaseAccess owner) throws IOException {
    Logins.check(owner);
    try {
      SCHEMAS.forEach(schema -> flyway(owner, schema).migrate());
    } catch (FlywayException failure) {
      throw new IOException(
          "the database at %s cannot be migrated: %s".formatted(owner.place(), root(failure)),
          failure);
    }
  }

  /// Looks whether all schemas are what this version needs.
  ///
  /// @throws IOException with a sentence for people if not
  static void requireComplete(ServiceAccess access) throws IOException {
    List<String> missing = new ArrayList<>();
    try {
      for (Schema schema : SCHEMAS) {
        DatabaseAccess reader = schema.name().equals("ledger") ? access.store() : access.views();
        for (MigrationInfo pending : flyway(reader, schema).info().pending()) {
          missing.add(schema.name() + " " + pending.getVersion());
        }
      }
    } catch (FlywayException failure) {
      throw notMigrated(access, root(failure), failure);
    }
    if (!missing.isEmpty()) {
      throw notMigrated(
          access, "it lacks " + String.join(", ", missing), new IllegalStateException("pending"));
    }
  }

  private static IOException notMigrated(ServiceAccess access, String why, Throwable cause) {
    return new IOException(
        "the database at %s is not migrated to this version (%s); as its owner, run: ledger migrate --database %s"
            .formatted(access.store().place(), why, access.store().place()),
        cause);
  }

  private static Flyway flyway(DatabaseAccess access, Schema schema) {
    return Flyway.configure()
        .dataSource(access.connections())
        .schemas(schema.name())
        .locations(schema.location())
        .failOnMissingLocations(true)
        .load();
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).strip();
  }
}
