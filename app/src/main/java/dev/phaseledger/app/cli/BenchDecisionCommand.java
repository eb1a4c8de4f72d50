package dev.phaseledger.app.cli;

import dev.phaseledger.bench.BenchmarkOptions;
import dev.phaseledger.bench.DecisionBenchmark;
import dev.phaseledger.bench.DecisionReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  @Mixin ServeOptions records = new ServeOptions();

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
      defaultValue = "3",
      description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
  BigDecimal seconds = BigDecimal.valueOf(3);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = BenchmarkOptions.DEFAULTS.rounds();

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds that each runs before anything counts. Default: ${DEFAULT-VALUE}")
  BigDecimal warmup = BigDecimal.valueOf(30);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where the database is put and removed again: on the disk that is meant.",
        "Default: bench in $$LEDGER_DATA or data"
      })
  @Nullable Path data;

  @Option(
      names = "--http",
      description = {
        "Measure a whole service instead of stock Axon: decisions within it, and decisions asked for"
            + " over HTTP by another process, one connection for each caller.",
        "Its projections run meanwhile."
      })
  boolean http;

  @Option(names = "--json", description = "Print one line of JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new BenchmarkOptions(callers, duration(seconds), rounds, duration(warmup));
    Path root = data == null ? Homes.data(null).resolve("bench") : data.toAbsolutePath();
    PrintWriter err = spec.commandLine().getErr();
    var progress = new BenchProgress(err, Terminal.isInteractive());
    try (BenchSetup setup = BenchSetup.start(root, records.owner(), options.callers())) {
      DecisionReport report = benchmark(setup, progress).run(options);
      progress.end();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(report.json());
      } else {
        out.print(report.text());
        out.flush();
      }
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

  private static Duration duration(BigDecimal seconds) {
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }
}
