package dev.phaseledger.policy;

import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.policy.MapDefinition.Case;
import dev.phaseledger.policy.MapDefinition.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs the tests that a map carries.
public final class MapTests {

  private MapTests() {}

  /// How one test case ended.
  ///
  /// @param expected what the case expects, for people
  /// @param actual what came out, in the same form
  public record CaseResult(String name, boolean passed, String expected, String actual) {}

  /// How all of them ended, and what they saw of the map.
  public record Measured(List<CaseResult> results, Coverage coverage) {
    public Measured {
      results = List.copyOf(results);
    }
  }

  /// Runs every case, in order; none for a map without tests.
  public static List<CaseResult> run(CompiledMap map) {
    return map.program().cases().stream().map(each -> run(map.program(), each)).toList();
  }

  /// Runs every case, and measures what they see of the map.
  public static Measured measure(CompiledMap map) {
    return measure(map, () -> true);
  }

  /// Runs every case for as long as it may, and measures what they see of the map.
  ///
  /// @param goOn asked before each case; a case itself is held to the limits of evaluations
  /// @throws StoppedException if cases were left when it said no
  public static Measured measure(CompiledMap map, BooleanSupplier goOn) {
    CoverageRun coverage = new CoverageRun(map.source());
    MapProgram watched = coverage.program();
    List<CaseResult> results = new ArrayList<>();
    for (Case each : watched.cases()) {
      if (!goOn.getAsBoolean()) {
        throw new StoppedException(results.size(), watched.cases().size());
      }
      results.add(run(watched, each, coverage::saw));
    }
    return new Measured(results, coverage.coverage());
  }

  /// There was no time for all of a map's tests.
  public static final class StoppedException extends RuntimeException {
    StoppedException(int done, int all) {
      super("%d of %d tests were run".formatted(done, all));
    }
  }

  private static CaseResult run(MapProgram map, Case each) {
    return run(map, each, _ -> {});
  }

  private static CaseResult run(MapProgram map, Case each, Consumer<List<Finding>> seen) {
    Evaluation evaluation = evaluate(map, each, seen);
    Expectation actual = said(evaluation);
    Expectation expected = each.expectation();
    boolean passed =
        agree(expected.decision(), actual.decision())
            && agree(expected.violations(), actual.violations())
            && agree(expected.exempted(), actual.exempted())
            && agree(expected.errors(), actual.errors());
    return new CaseResult(
        each.name(), passed, describe(expected), describe(actual) + why(evaluation));
  }

  /// All that can be expected of a case.
  static Expectation outcome(MapProgram map, Case each) {
    return said(evaluate(map, each, _ -> {}));
  }

  private static Evaluation evaluate(MapProgram map, Case each, Consumer<List<Finding>> seen) {
    FixtureSubject subject = new FixtureSubject(each.input(), map.json(), map.facts());
    FactReads facts = new FactReads(subject.facts());
    List<Finding> findings = Examiner.examine(map, subject, facts);
    seen.accept(findings);
    return Tally.of(findings, facts);
  }

  private static Expectation said(Evaluation evaluation) {
    return new Expectation(
        Optional.of(decision(evaluation.effect())),
        Optional.of(ids(evaluation, Outcome.VIOLATED)),
        Optional.of(ids(evaluation, Outcome.EXEMPTED)),
        Optional.of(ids(evaluation, Outcome.ERROR)));
  }

  private static String decision(Effect effect) {
    return effect == Effect.NONE ? "ALLOW" : effect.name();
  }

  private static Set<String> ids(Evaluation evaluation, Outcome outcome) {
    return evaluation.results().stream()
        .filter(result -> result.outcome() == outcome)
        .map(result -> result.invariant())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> boolean agree(Optional<T> expected, Optional<T> actual) {
    return expected.isEmpty() || expected.equals(actual);
  }

  /// An expectation for people.
  static String describe(Expectation expectation) {
    List<String> parts = new ArrayList<>();
    expectation.decision().ifPresent(parts::add);
    expectation.violations().ifPresent(ids -> parts.add("violations " + ids));
    expectation.exempted().ifPresent(ids -> parts.add("exempted " + ids));
    expectation.errors().ifPresent(ids -> parts.add("errors " + ids));
    return String.join(", ", parts);
  }

  /// The reasons of errors, which an author cannot see otherwise.
  private static String why(Evaluation evaluation) {
    String reasons =
        evaluation.results().stream()
            .filter(result -> result.outcome() == Outcome.ERROR)
            .map(result -> result.invariant() + " " + result.message())
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }
}
