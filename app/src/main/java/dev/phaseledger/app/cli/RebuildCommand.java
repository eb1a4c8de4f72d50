package dev.phaseledger.app.cli;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.Rebuild;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rebuild",
    description = {
      "Empty everything that readers see and fold it from the log again; what is recorded stays as it"
          + " is.",
      "Stop the service that uses the data directory first."
    })
final class RebuildCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServeOptions records = new ServeOptions();

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
  public Integer call() throws IOException, InterruptedException {
    ServiceSettings settings =
        new ServiceSettings(
            ServiceSettings.HOST_DEFAULT,
            0,
            Homes.data(data),
            records.service(),
            new TenantId("default"),
            false,
            origin);
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr(), "entries");
    try (LedgerService service = LedgerService.start(settings)) {
      Rebuild rebuild = Rebuild.of(service);
      long start = System.nanoTime();
      rebuild.empty();
      rebuild.fold(progress::at);
      progress.end();
      out.println(
          "Folded %,d entries in %.1f s."
              .formatted(rebuild.entries(), (System.nanoTime() - start) / 1e9));
    }
    return ExitCode.OK;
  }
}
