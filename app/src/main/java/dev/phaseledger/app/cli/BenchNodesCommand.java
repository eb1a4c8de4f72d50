package dev.phaseledger.app.cli;

import dev.phaseledger.bench.FigureReport;
import dev.phaseledger.bench.NodesBenchmark;
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
    name = "nodes",
    description = {
      "Measure full decisions on two nodes that share a database, against one node; then audit the"
          + " log for decisions that are lost or doubled.",
      "The nodes run in one process, each with its own engine, bus, aggregates and connections. It"
          + " uses a database of its own and drops it afterwards."
    })
final class BenchNodesCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchPlace place = new BenchPlace();
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
      converter = SecondsConverter.class,
      defaultValue = "5",
      description = "Length of one measurement. Default: ${DEFAULT-VALUE}")
  Duration seconds = Duration.ofSeconds(5);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = 5;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "20",
      description = "Seconds that one node runs before anything counts. Default: ${DEFAULT-VALUE}")
  Duration warmup = Duration.ofSeconds(20);

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new NodesBenchmark.Options(callers, seconds, rounds, warmup);
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try (BenchSetup setup = place.start(List.of(1))) {
      FigureReport report =
          new NodesBenchmark(setup.database(), setup::node, setup.clock(), setup.ids(), progress)
              .run(options);
      progress.end();
      output.print(spec, report);
    }
    return ExitCode.OK;
  }
}
