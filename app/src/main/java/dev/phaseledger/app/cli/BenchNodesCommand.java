package dev.phaseledger.app.cli;

import dev.phaseledger.bench.FigureReport;
import dev.phaseledger.bench.NodesBenchmark;
import java.io.IOException;
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
    name = "nodes",
    description = {
      "Measure full decisions on two nodes that share a database, against one node; then audit the"
          + " log for decisions that are lost or doubled.",
      "The nodes run in one process, each with its own engine, bus, aggregates and connections. It"
          + " uses a database of its own and drops it afterwards."
    })
final class BenchNodesCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServeOptions records = new ServeOptions();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--callers",
      paramLabel = "N",
      defaultValue = "64",
      description = "Callers of each node at a time. Default: ${DEFAULT-VALUE}")
  int callers = 64;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
  BigDecimal seconds = BigDecimal.valueOf(5);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = 5;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "20",
      description = "Seconds that one node runs before anything counts. Default: ${DEFAULT-VALUE}")
  BigDecimal warmup = BigDecimal.valueOf(20);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where the database is put and removed again: on the disk that is meant.",
        "Default: bench in $$LEDGER_DATA or data"
      })
  @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new NodesBenchmark.Options(callers, duration(seconds), rounds, duration(warmup));
    Path root = data == null ? Homes.data(null).resolve("bench") : data.toAbsolutePath();
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = BenchSetup.start(root, records.owner(), List.of(1))) {
      FigureReport report =
          new NodesBenchmark(setup.database(), setup::node, setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }

  private static Duration duration(BigDecimal seconds) {
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }
}
