package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.policy.Coverage;
import dev.phaseledger.policy.Coverage.OfBranch;
import dev.phaseledger.policy.Coverage.OfInvariant;
import dev.phaseledger.policy.Coverage.State;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapTests;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    description = {
      "Run the tests that a map brings along, and say what of the map they have not seen.",
      "An invariant is to be seen holding and violated, skipped if it has conditions, and exempted if"
          + " an exemption names it; each operand of &&, || and ?: true and false."
    })
final class PolicyTestCommand implements Callable<Integer> {

  /// Operands that are listed, at most; the others are counted.
  private static final int BRANCHES_LISTED_MAX = 40;

  private static final int PERCENT_MAX = 100;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The map.")
  Path file = Path.of("");

  @Option(
      names = "--coverage-min",
      paramLabel = "PERCENT",
      description = "End with exit code 1 if invariants, or branches, are covered less than this.")
  @Nullable Integer coverageMin;

  @Option(names = "--json", description = "Print the results as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (coverageMin != null && (coverageMin < 0 || coverageMin > PERCENT_MAX)) {
      throw CliException.usage("--coverage-min must be from 0 to 100, not " + coverageMin);
    }
    PrintWriter out = spec.commandLine().getOut();
    MapTests.Measured measured;
    try {
      measured = MapTests.measure(InvariantMaps.compile(ExampleFiles.read(file)));
    } catch (InvalidMapException failure) {
      DocumentProblems.explain(file, failure, spec.commandLine().getErr());
      return ExitCode.NEGATIVE;
    }
    long failed = measured.results().stream().filter(result -> !result.passed()).count();
    if (json) {
      out.println(Json.text(summary(measured, failed)));
    } else {
      results(measured.results(), failed, out);
      coverage(measured.coverage(), out);
    }
    return failed == 0 && covered(measured.coverage()) ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private boolean covered(Coverage coverage) {
    int least = Math.min(coverage.invariantPercent(), coverage.branchPercent());
    if (coverageMin == null || least >= coverageMin) {
      return true;
    }
    spec.commandLine()
        .getErr()
        .println("ledger: the tests cover %d %%, and not %d %%".formatted(least, coverageMin));
    return false;
  }

  private static void results(List<MapTests.CaseResult> results, long failed, PrintWriter out) {
    for (MapTests.CaseResult result : results) {
      out.println((result.passed() ? "  ok      " : "  FAILED  ") + result.name());
      if (!result.passed()) {
        out.println("          expected " + result.expected());
        out.println("          got      " + result.actual());
      }
    }
    out.println(
        failed == 0
            ? results.size() + " tests passed."
            : failed + " of " + results.size() + " tests failed.");
    if (results.isEmpty()) {
      out.println("The map has no tests: add some under spec.tests.");
    }
  }

  private static void coverage(Coverage coverage, PrintWriter out) {
    out.println();
    Table invariants = new Table().row("INVARIANT", "HOLDS", "VIOLATED", "SKIPPED", "EXEMPTED");
    for (OfInvariant each : coverage.invariants()) {
      invariants.row(
          each.invariant(),
          word(each, State.HOLDS),
          word(each, State.VIOLATED),
          word(each, State.SKIPPED),
          word(each, State.EXEMPTED));
    }
    invariants.print(out);
    List<OfBranch> open =
        coverage.branches().stream()
            .filter(branch -> !branch.seenTrue() || !branch.seenFalse())
            .toList();
    if (!open.isEmpty()) {
      out.println();
      out.println("  Operands that did not come out both ways:");
      open.stream()
          .limit(BRANCHES_LISTED_MAX)
          .forEach(branch ->
              out.println(
                  "  %d:%d  %s  never %s: %s"
                      .formatted(
                          branch.at().line(),
                          branch.at().column(),
                          branch.of(),
                          never(branch),
                          branch.operand())));
      if (open.size() > BRANCHES_LISTED_MAX) {
        out.println("  and %d more".formatted(open.size() - BRANCHES_LISTED_MAX));
      }
    }
    out.println();
    out.println(
        "Covered: invariants %d of %d (%d %%), branches %d of %d (%d %%)."
            .formatted(
                coverage.statesSeen(),
                coverage.states(),
                coverage.invariantPercent(),
                coverage.waysSeen(),
                coverage.ways(),
                coverage.branchPercent()));
  }

  private static String word(OfInvariant invariant, State state) {
    if (!invariant.possible().contains(state)) {
      return "-";
    }
    return invariant.seen().contains(state) ? "seen" : "NEVER";
  }

  private static String never(OfBranch branch) {
    if (branch.seenTrue()) {
      return "false";
    }
    return branch.seenFalse() ? "true" : "reached";
  }

  private static Fields summary(MapTests.Measured measured, long failed) {
    List<JsonValue> tests = new ArrayList<>();
    for (MapTests.CaseResult result : measured.results()) {
      tests.add(
          Fields.with("name", new Text(result.name()))
              .put("passed", result.passed())
              .put("expected", result.expected())
              .put("actual", result.actual())
              .build());
    }
    return Fields.with("tests", new Items(tests))
        .put("failed", failed)
        .put("coverage", json(measured.coverage()))
        .build();
  }

  private static Fields json(Coverage coverage) {
    List<JsonValue> invariants = new ArrayList<>();
    for (OfInvariant each : coverage.invariants()) {
      invariants.add(
          Fields.with("invariant", new Text(each.invariant()))
              .put("possible", words(each.possible()))
              .put("seen", words(each.seen()))
              .build());
    }
    List<JsonValue> branches = new ArrayList<>();
    for (OfBranch each : coverage.branches()) {
      branches.add(
          Fields.with("of", new Text(each.of()))
              .put("line", each.at().line())
              .put("column", each.at().column())
              .put("operand", each.operand())
              .put("seenTrue", each.seenTrue())
              .put("seenFalse", each.seenFalse())
              .build());
    }
    return Fields.with("invariants", new Items(invariants))
        .put("invariantPercent", coverage.invariantPercent())
        .put("branches", new Items(branches))
        .put("branchPercent", coverage.branchPercent())
        .build();
  }

  private static Items words(Set<State> states) {
    return new Items(
        Arrays.stream(State.values())
            .filter(states::contains)
            .map(state -> (JsonValue) new Text(state.name()))
            .toList());
  }
}
