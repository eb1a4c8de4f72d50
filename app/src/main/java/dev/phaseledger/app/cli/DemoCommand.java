package dev.phaseledger.app.cli;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.importing.ImportedRun;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Run the service on this machine, judge recorded runs of an airline desk's agent, approve and"
          + " revoke something, and show what the ledger says.",
      "While it runs, a browser on this machine may read without a token."
    })
final class DemoCommand implements Callable<Integer> {

  private static final TenantId TENANT = new TenantId("demo");
  private static final PrincipalId APPROVER = new PrincipalId("supervisor");

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--once", description = "End after the summary.")
  boolean once;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ServiceSettings.PORT_DEFAULT,
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
  int port = ServiceSettings.PORT_DEFAULT;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: demo in $$LEDGER_DATA or data")
  @Nullable Path data;

  @Override
  public Integer call() throws IOException {
    Path example = Homes.example("airline");
    ExampleFiles files = ExampleFiles.ofExample(example);
    Path root = data == null ? Homes.data(null).resolve("demo") : data.toAbsolutePath();
    PrintWriter err = spec.commandLine().getErr();
    err.println("Starting the service, with its database in " + root + " ...");
    try (LedgerService service = LedgerService.start(settings(root))) {
      Path approverToken = approver(root);
      try (LedgerClient operator = client(service, DataDirectory.operatorToken(root));
          LedgerClient approver = client(service, approverToken)) {
        err.println("Importing the recorded runs of " + example.getFileName() + " ...");
        List<ImportedRun> runs =
            ImportCommand.run(operator, files, example.resolve("runs.jsonl"), err);
        PrintWriter out = spec.commandLine().getOut();
        ImportCommand.print(runs, out);
        out.println();
        DemoSummary summary = new DemoSummary(operator, out);
        new DemoStory(operator, approver, out).tell(summary.position());
        summary.print();
        links(service, out);
      }
      if (!once) {
        ServeCommand.waitForStop(service);
      }
    }
    return ExitCode.OK;
  }

  private ServiceSettings settings(Path root) {
    return new ServiceSettings(
        ServiceSettings.HOST_DEFAULT,
        port,
        root,
        Optional.empty(),
        TENANT,
        true,
        ServiceSettings.ORIGIN_DEFAULT);
  }

  private static LedgerClient client(LedgerService service, Path token) throws IOException {
    return new LedgerClient(service.url(), Optional.of(Files.readString(token).strip()));
  }

  /// Whoever requests does not approve, so the story needs a second human.
  private static Path approver(Path root) throws IOException {
    Path token = root.resolve("supervisor.token");
    if (!Files.exists(token)) {
      new PrincipalsFile(DataDirectory.principals(root))
          .add(
              new Principal(
                  APPROVER,
                  Principal.Kind.HUMAN,
                  TENANT,
                  Set.of(Role.APPROVER, Role.AUDITOR),
                  Optional.empty()),
              text -> DataDirectory.writeSecret(token, text + "\n"));
    }
    return token;
  }

  private void links(LedgerService service, PrintWriter out) {
    out.println();
    out.println("Console     " + service.url() + "/");
    out.println("API         " + service.url() + "/v1/openapi.json");
    out.println("Checkpoint  " + service.url() + "/v1/ledger/checkpoint");
    if (!once) {
      out.println();
      out.println("Reading from this machine needs no token. Press Ctrl-C to stop.");
    }
  }
}
