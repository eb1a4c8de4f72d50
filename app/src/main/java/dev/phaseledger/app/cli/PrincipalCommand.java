package dev.phaseledger.app.cli;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.security.PrincipalsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "principal",
    description = "Manage who may call the service.",
    synopsisSubcommandLabel = "COMMAND")
final class PrincipalCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: add");
  }

  @Command(
      name = "add",
      description = {
        "Add a principal and print its token, once; only a digest of it is kept.",
        "A running service knows the principal from its next request on."
      })
  int add(
      @Option(names = "--id", required = true, paramLabel = "ID", description = "Its name.")
          String id,
      @Option(
              names = "--kind",
              required = true,
              paramLabel = "KIND",
              description = "agent, human or service.")
          Principal.Kind kind,
      @Option(
              names = "--role",
              required = true,
              split = ",",
              paramLabel = "ROLE",
              description = "${COMPLETION-CANDIDATES}; may be repeated.")
          List<Role> roles,
      @Option(
              names = "--tenant",
              defaultValue = "default",
              paramLabel = "TENANT",
              description = "Its tenant. Default: ${DEFAULT-VALUE}")
          String tenant,
      @Option(
              names = "--group",
              split = ",",
              paramLabel = "GROUP",
              description =
                  "A group that approvals may demand, such as maintainer; may be repeated.")
          @Nullable List<String> groups,
      @Option(
              names = "--on-behalf-of",
              paramLabel = "ID",
              description = "Who answers for it, if somebody does.")
          @Nullable String onBehalfOf,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data)
      throws IOException {
    Principal principal =
        new Principal(
            new PrincipalId(id),
            kind,
            new TenantId(tenant),
            Set.copyOf(roles),
            Optional.ofNullable(onBehalfOf).map(PrincipalId::new),
            groups == null ? Set.of() : Set.copyOf(groups));
    Path root = Homes.data(data);
    Path file = DataDirectory.principals(root);
    if (!Files.exists(file)) {
      throw CliException.usage(
          root + " is no data directory yet; start the service once, or name another with --data");
    }
    new PrincipalsFile(file).add(principal, token -> spec.commandLine().getOut().println(token));
    return ExitCode.OK;
  }
}
