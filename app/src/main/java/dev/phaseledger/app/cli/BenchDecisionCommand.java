package dev.phaseledger.app.cli;

import dev.phaseledger.bench.BenchmarkOptions;
import dev.phaseledger.bench.DecisionBenchmark;
import dev.phaseledger.bench.DecisionReport;
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
    name = "decision",
    description = {
      "Measure full decisions against plain JDBC inserts and Axon's own event store: on one"
          + " PostgreSQL, in one run, taking turns.",
      "It uses a database of its own and drops it afterwards. Other work on the machine falsifies the"
          + " figures; how much there was is shown."
    })
final class BenchDecisionCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchPlace place = new BenchPlace();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--callers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,64",
      description = "Callers at a time. Default: ${DEFAULT-VALUE}")
  List<Integer> callers = BenchmarkOptions.DEFAULTS.callers();

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
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = BenchmarkOptions.DEFAULTS.rounds();

  @Option(
      names = "--warmup",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "30",
      description = "Seconds that each runs before anything counts. Default: ${DEFAULT-VALUE}")
  Duration warmup = Duration.ofSeconds(30);

  @Option(
      names = "--http",
      description = {
        "Measure a whole service instead of stock Axon: decisions within it, and decisions asked for"
            + " over HTTP by another process, one connection for each caller.",
        "Its projections run meanwhile."
      })
  boolean http;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new BenchmarkOptions(callers, seconds, rounds, warmup);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(options.callers())) {
      DecisionReport report = benchmark(setup, progress).run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }

  private DecisionBenchmark benchmark(BenchSetup setup, BenchProgress progress) throws IOException {
    return http
        ? DecisionBenchmark.ofService(
            setup.database(), setup.service(), setup.clock(), setup.ids(), progress)
        : new DecisionBenchmark(
            setup.database(), setup.ledger(), setup.clock(), setup.ids(), progress);
  }
}
