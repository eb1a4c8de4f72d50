package dev.phaseledger.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A plausible wish of a coding agent. All variants that record decisions record this content.
///
/// @param paths what will be written, 1 to 6 files
/// @param diffLines size of the change
record SampleRequest(
    List<String> paths,
    String branch,
    String environment,
    int diffLines,
    long costMicros,
    String justification) {

  /// The only action that sample contracts grant.
  static final String ACTION = "WriteFiles";

  private static final List<String> MODULES =
      List.of("billing", "catalogue", "identity", "orders", "shipping");
  private static final List<String> ENVIRONMENTS = List.of("development", "staging", "test");
  private static final int PATHS_MAX = 6;
  private static final int DIFF_LINES_MAX = 400;
  private static final int COST_MICROS_MAX = 20_000;

  SampleRequest {
    paths = List.copyOf(paths);
  }

  /// The n-th wish of a caller: equal numbers give equal wishes.
  static SampleRequest of(int caller, long number) {
    var random = new SplittableRandom(caller * 1_000_003L + number);
    String module = MODULES.get(random.nextInt(MODULES.size()));
    List<String> paths = new ArrayList<>();
    for (int i = 1 + random.nextInt(PATHS_MAX); i > 0; i--) {
      paths.add("services/" + module + "/src/main/Handler" + random.nextInt(10_000) + ".java");
    }
    int diffLines = 1 + random.nextInt(DIFF_LINES_MAX);
    return new SampleRequest(
        paths,
        "feature/GOV-" + (1 + number) + "-" + module,
        ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size())),
        diffLines,
        random.nextInt(COST_MICROS_MAX),
        "Ticket GOV-%d asks for another rule in %s: %d lines in %d files, covered by the unit tests on record."
            .formatted(1 + number, module, diffLines, paths.size()));
  }
}
