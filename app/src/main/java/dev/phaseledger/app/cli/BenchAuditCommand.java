package dev.phaseledger.app.cli;

import dev.phaseledger.bench.AuditBenchmark;
import dev.phaseledger.bench.FigureReport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "Measure how long auditors wait for pages of a large ledger, a trail, and how things stood.",
      "The ledger is made first, in a database of its own that is dropped afterwards."
    })
final class BenchAuditCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchPlace place = new BenchPlace();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries of the ledger, about. Default: ${DEFAULT-VALUE}")
  int entries = 1_000_000;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "200",
      description = "Requests of each kind. Default: ${DEFAULT-VALUE}")
  int requests = 200;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new AuditBenchmark.Options(entries, requests);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(List.of(1))) {
      FigureReport report =
          new AuditBenchmark(
                  setup.database(), setup.service(), setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }
}
