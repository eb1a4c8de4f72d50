package dev.phaseledger.app.cli;

import dev.phaseledger.bench.BacktestBenchmark;
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
    name = "backtest",
    description = {
      "Measure how fast a whole log is judged again by another map, decision by decision and as a whole,"
          + " against reading it only.",
      "The log is made first, of full decisions. It uses a database of its own and drops it"
          + " afterwards."
    })
final class BenchBacktestCommand implements Callable<Integer> {

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
      defaultValue = "3",
      description = "How often it is judged. Default: ${DEFAULT-VALUE}")
  int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new ReplayBenchmark.Options(decisions, rounds);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(List.of(1))) {
      FigureReport report =
          new BacktestBenchmark(
                  setup.database(), setup.ledger(), setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }
}
