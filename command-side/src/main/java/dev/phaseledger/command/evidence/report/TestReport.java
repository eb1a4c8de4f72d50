package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.List;
import java.util.Optional;

/// What a report in the JUnit XML format says, counted from its test cases.
///
/// @param failures test cases that found something wrong
/// @param errors test cases that broke, and failures of whole suites
/// @param skipped test cases that were not run
/// @param flaky test cases that passed only when they were repeated
/// @param totalsDiffer whether the report's own totals are other ones
/// @param tool who wrote it, if the report says so plainly
/// @param failed the first [Reports#FAILED_NAMES_MAX] names of what failed or broke
public record TestReport(
    int tests,
    int failures,
    int errors,
    int skipped,
    int flaky,
    boolean totalsDiffer,
    Optional<String> tool,
    List<String> failed) {

  public TestReport {
    failed = List.copyOf(failed);
  }

  /// Reads a report.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException if it is none, or beyond a limit of
  ///   [Reports]
  public static TestReport read(byte[] report) {
    return JunitReader.read(report);
  }

  /// Whether a test was run, none failed or broke, and the report does not say otherwise of itself.
  public boolean passed() {
    return tests > skipped && failures == 0 && errors == 0 && !totalsDiffer;
  }

  /// The report as claims of evidence.
  public Fields claims() {
    Fields.Builder claims =
        Fields.builder()
            .put("passed", passed())
            .put("tests", tests)
            .put("failures", failures)
            .put("errors", errors)
            .put("skipped", skipped)
            .put("flaky", flaky)
            .put("totalsDiffer", totalsDiffer)
            .put("failed", JsonValue.Items.ofTexts(failed));
    tool.ifPresent(name -> claims.put("tool", name));
    return claims.build();
  }
}
