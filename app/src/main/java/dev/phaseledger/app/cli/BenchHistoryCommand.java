package dev.phaseledger.app.cli;

import dev.phaseledger.bench.HistoryBenchmark;
import dev.phaseledger.bench.HistoryOptions;
import dev.phaseledger.bench.HistoryReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = {
      "Measure what a long history costs: decisions under a contract with many past events against"
          + " one with 1,000, taking turns; and how long a fresh node takes to know the long one.",
      "It uses a database of its own and drops it afterwards. A million events take about 4 GB of disk"
          + " and some minutes. Other work on the machine falsifies the figures."
    })
final class BenchHistoryCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchPlace place = new BenchPlace();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Past events of the long contract. Default: ${DEFAULT-VALUE}")
  long events = HistoryOptions.DEFAULTS.events();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "3",
      description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
  Duration seconds = Duration.ofSeconds(3);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = HistoryOptions.DEFAULTS.rounds();

  @Option(
      names = "--warmup",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "10",
      description = "Seconds that each runs before anything counts. Default: ${DEFAULT-VALUE}")
  Duration warmup = Duration.ofSeconds(10);

  @Option(
      names = "--loads",
      paramLabel = "N",
      defaultValue = "20",
      description = "Fresh nodes that load the long contract. Default: ${DEFAULT-VALUE}")
  int loads = HistoryOptions.DEFAULTS.loads();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new HistoryOptions(events, seconds, rounds, warmup, loads);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(List.of(1))) {
      HistoryReport report =
          new HistoryBenchmark(setup.database(), setup::node, setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }
}
