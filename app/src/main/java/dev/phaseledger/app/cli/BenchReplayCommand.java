package dev.phaseledger.app.cli;

import dev.phaseledger.bench.FigureReport;
import dev.phaseledger.bench.ReplayBenchmark;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Measure how fast a whole log is folded into empty projections, against reading it only.",
      "The log is made first, of full decisions. It uses a database of its own and drops it"
          + " afterwards."
    })
final class BenchReplayCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchPlace place = new BenchPlace();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--decisions",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Decisions that the log holds. Default: ${DEFAULT-VALUE}")
  int decisions = 100_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often it is folded. Default: ${DEFAULT-VALUE}")
  int rounds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new ReplayBenchmark.Options(decisions, rounds);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(List.of(1))) {
      FigureReport report =
          new ReplayBenchmark(
                  setup.database(), setup.service(), setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }
}
