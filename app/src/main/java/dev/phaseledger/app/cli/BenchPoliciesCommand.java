package dev.phaseledger.app.cli;

import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.bench.FigureReport;
import dev.phaseledger.bench.PoliciesBenchmark;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "policies",
    description =
        "Measure what holding a request against 20 invariants costs, against the same rules written"
            + " by hand and in Cedar, and how long checking a map of 200 takes.")
final class BenchPoliciesCommand implements Callable<Integer> {

  private static final double NANOS = 1e9;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Random requests of which all must say the same before anything is measured. Default:"
              + " ${DEFAULT-VALUE}")
  int requests = 5_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}")
  int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0.5",
      description = "CPU time that each takes per round. Default: ${DEFAULT-VALUE}")
  double seconds = 0.5;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "CPU time in seconds that each takes before anything counts. Default: ${DEFAULT-VALUE}")
  double warmup = 5;

  @Override
  public Integer call() {
    var options =
        new PoliciesBenchmark.Options(requests, rounds, duration(seconds), duration(warmup));
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    FigureReport report = new PoliciesBenchmark(MeasuredLedger.clock(), progress).run(options);
    progress.end();
    output.print(spec, report);
    return ExitCode.OK;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * NANOS));
  }
}
