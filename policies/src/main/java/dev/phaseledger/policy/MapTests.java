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
import java.util.stream.Collectors;

/// Runs the tests that a map carries.
public final class MapTests {

  private MapTests() {}

  /// How one test case ended.
  ///
  /// @param expected what the case expects, for people
  /// @param actual what came out, in the same form
  public record CaseResult(String name, boolean passed, String expected, String actual) {}

  /// Runs every case, in order; none for a map without tests.
  public static List<CaseResult> run(CompiledMap map) {
    return map.program().cases().stream().map(each -> run(map.program(), each)).toList();
  }

  private static CaseResult run(MapProgram map, Case each) {
    FixtureSubject subject = new FixtureSubject(each.input(), map.json(), map.facts());
    FactReads facts = new FactReads(subject.facts());
    Evaluation evaluation = Tally.of(Examiner.examine(map, subject, facts), facts);
    Expectation actual =
        new Expectation(
            Optional.of(decision(evaluation.effect())),
            Optional.of(ids(evaluation, Outcome.VIOLATED)),
            Optional.of(ids(evaluation, Outcome.EXEMPTED)),
            Optional.of(ids(evaluation, Outcome.ERROR)));
    Expectation expected = each.expectation();
    boolean passed =
        agree(expected.decision(), actual.decision())
            && agree(expected.violations(), actual.violations())
            && agree(expected.exempted(), actual.exempted())
            && agree(expected.errors(), actual.errors());
    return new CaseResult(
        each.name(), passed, describe(expected), describe(actual) + why(evaluation));
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

  private static String describe(Expectation expectation) {
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
