package dev.phaseledger.app.cli;

import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.ServiceAccess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a service keeps its records, and who logs in there.
final class ServeOptions {

  @Option(
      names = "--database",
      paramLabel = "JDBC_URL",
      defaultValue = "${env:LEDGER_DATABASE}",
      description = {
        "An external PostgreSQL 18: jdbc:postgresql://HOST:PORT/NAME. Its owner migrates it first:"
            + " ledger migrate.",
        "The service logs in as $$LEDGER_DATABASE_USER with $$LEDGER_DATABASE_PASSWORD and, for what"
            + " is folded from the ledger, as $$LEDGER_VIEWS_USER with $$LEDGER_VIEWS_PASSWORD;"
            + " without these, both as the first. Where a database is made, its owner logs in:"
            + " $$LEDGER_OWNER_USER, $$LEDGER_OWNER_PASSWORD.",
        "Default: $$LEDGER_DATABASE, else a database inside the data directory"
      })
  @Nullable String database;

  /// As a running service.
  Optional<ServiceAccess> service() {
    return url()
        .map(url -> {
          DatabaseAccess store =
              login(url, "LEDGER_DATABASE").orElse(new DatabaseAccess(url, "", ""));
          return new ServiceAccess(store, login(url, "LEDGER_VIEWS").orElse(store));
        });
  }

  /// As the one who makes databases, schemas and logins.
  Optional<DatabaseAccess> owner() {
    return url()
        .map(url -> login(url, "LEDGER_OWNER").orElseGet(() -> new DatabaseAccess(url, "", "")));
  }

  private Optional<String> url() {
    if (database == null || database.isBlank()) {
      return Optional.empty();
    }
    if (!database.startsWith("jdbc:postgresql://")) {
      throw CliException.usage("--database must start with jdbc:postgresql://");
    }
    return Optional.of(database);
  }

  private static Optional<DatabaseAccess> login(String url, String variable) {
    return Optional.ofNullable(System.getenv(variable + "_USER"))
        .filter(user -> !user.isBlank())
        .map(user ->
            new DatabaseAccess(
                url, user, Optional.ofNullable(System.getenv(variable + "_PASSWORD")).orElse("")));
  }
}
