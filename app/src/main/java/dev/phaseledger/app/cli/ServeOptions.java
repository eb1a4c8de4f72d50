package dev.phaseledger.app.cli;

import dev.phaseledger.app.database.DatabaseAccess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a service keeps its records.
final class ServeOptions {

  @Option(
      names = "--database",
      paramLabel = "JDBC_URL",
      defaultValue = "${env:LEDGER_DATABASE}",
      description = {
        "An external PostgreSQL 18: jdbc:postgresql://HOST:PORT/NAME. User and password:"
            + " $$LEDGER_DATABASE_USER and $$LEDGER_DATABASE_PASSWORD.",
        "Default: $$LEDGER_DATABASE, else a database inside the data directory"
      })
  @Nullable String database;

  Optional<DatabaseAccess> access() {
    if (database == null || database.isBlank()) {
      return Optional.empty();
    }
    if (!database.startsWith("jdbc:postgresql://")) {
      throw CliException.usage("--database must start with jdbc:postgresql://");
    }
    return Optional.of(
        new DatabaseAccess(
            database,
            Optional.ofNullable(System.getenv("LEDGER_DATABASE_USER")).orElse(""),
            Optional.ofNullable(System.getenv("LEDGER_DATABASE_PASSWORD")).orElse("")));
  }
}
