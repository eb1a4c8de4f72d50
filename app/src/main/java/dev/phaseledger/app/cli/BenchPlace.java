package dev.phaseledger.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where a measurement puts what it measures with.
final class BenchPlace {

  @Mixin ServeOptions records = new ServeOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where the database is put and removed again: on the disk that is meant.",
        "Default: bench in $$LEDGER_DATA or data"
      })
  @Nullable Path data;

  /// Starts everything.
  ///
  /// @param callers how many connections the measurement itself takes at a time, each way of it
  BenchSetup start(List<Integer> callers) throws IOException {
    Path root = data == null ? Homes.data(null).resolve("bench") : data.toAbsolutePath();
    return BenchSetup.start(root, records.owner(), callers);
  }
}
