package dev.phaseledger.app.cli;

import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.Migrations;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "migrate",
    description = {
      "Make or update the tables of an external database, as its owner: $$LEDGER_OWNER_USER with"
          + " $$LEDGER_OWNER_PASSWORD.",
      "The owner needs CREATEROLE the first time. A service never logs in as the owner."
    })
final class MigrateCommand implements Callable<Integer> {

  private static final String LOGINS =
      """
      The service needs two logins, with nothing but these rights:
        CREATE ROLE phase_ledger_store LOGIN PASSWORD '...';
        GRANT ledger_writer TO phase_ledger_store;
        CREATE ROLE phase_ledger_views LOGIN PASSWORD '...';
        GRANT ledger_views, ledger_reader TO phase_ledger_views;\
      """;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServeOptions records = new ServeOptions();

  @Override
  public Integer call() throws IOException {
    DatabaseAccess owner =
        records
            .owner()
            .orElseThrow(() ->
                CliException.usage(
                    "name the database with --database; the one in a data directory is migrated by"
                        + " 'ledger serve'"));
    Migrations.migrate(owner);
    spec.commandLine().getOut().println("Migrated " + owner.place() + ".");
    spec.commandLine().getOut().println(LOGINS);
    return ExitCode.OK;
  }
}
