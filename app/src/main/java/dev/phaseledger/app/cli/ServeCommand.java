package dev.phaseledger.app.cli;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Run the service until it is stopped.")
final class ServeCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServeOptions records = new ServeOptions();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = ServiceSettings.HOST_DEFAULT,
      description = "Address to listen on. Default: ${DEFAULT-VALUE}")
  String host = ServiceSettings.HOST_DEFAULT;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ServiceSettings.PORT_DEFAULT,
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
  int port = ServiceSettings.PORT_DEFAULT;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: $$LEDGER_DATA or data in the project")
  @Nullable Path data;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      defaultValue = ServiceSettings.ORIGIN_DEFAULT,
      description = "What the signed logs are named under. Default: ${DEFAULT-VALUE}")
  String origin = ServiceSettings.ORIGIN_DEFAULT;

  @Override
  public Integer call() throws IOException {
    Path root = Homes.data(data);
    ServiceSettings settings =
        new ServiceSettings(
            host, port, root, records.service(), new TenantId("default"), false, origin);
    PrintWriter out = spec.commandLine().getOut();
    LedgerService service = LedgerService.start(settings);
    out.println("Phase Ledger answers at " + service.url());
    out.println("Its data is in " + root);
    out.println("The operator's token is in " + DataDirectory.operatorToken(root));
    waitForStop(service);
    return ExitCode.OK;
  }

  /// Returns only when the process is told to end; the service is stopped in order then.
  static void waitForStop(LedgerService service) {
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
