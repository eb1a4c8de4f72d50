package dev.phaseledger.app.cli;

import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.bench.FigureReport;
import dev.phaseledger.bench.VerifyBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description =
        "Measure how fast a whole export is verified offline, against SHA-256 over the same file.")
final class BenchVerifyCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin BenchOutput output = new BenchOutput();

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Entries of an export. Default: ${DEFAULT-VALUE}")
  int entries = 200_000;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      split = ",",
      defaultValue = "250,1000,4000",
      description = "Sizes of an entry, one export for each. Default: ${DEFAULT-VALUE}")
  List<Integer> bytes = List.of(250, 1_000, 4_000);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is verified. Default: ${DEFAULT-VALUE}")
  int rounds = 5;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description = "Where the exports are put and removed again. Default: the temporary directory")
  @Nullable Path scratch;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = new VerifyBenchmark.Options(entries, bytes, rounds);
    Path root =
        scratch == null
            ? Files.createTempDirectory("phase-ledger-bench-")
            : Files.createTempDirectory(scratch, "bench-");
    var progress = new BenchProgress(spec.commandLine().getErr(), Terminal.isInteractive());
    try {
      FigureReport report =
          new VerifyBenchmark(root, MeasuredLedger.clock(), progress).run(options);
      progress.end();
      output.print(spec, report);
    } finally {
      Directories.delete(root);
    }
    return ExitCode.OK;
  }
}
