package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.MapTests.CaseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnforcementPointsTest {

  private static void refuses(String spec, String field, String message) {
    InvalidMapException refused =
        catchThrowableOfType(
            InvalidMapException.class, () -> InvariantMaps.compile(Sources.map(spec)));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains(message))
        .extracting(Problem::field)
        .isEqualTo(field);
  }

  /// A case per point, each expecting what the map's one invariant says only where it is asked.
  private static String asked(String constraints, String expectedAt) {
    StringBuilder cases = new StringBuilder();
    for (EnforcementPoint point : EnforcementPoint.values()) {
      cases.append(
          "    - {name: at %s, given: {point: %s}, expect: {violations: [%s]}}\n"
              .formatted(point.text(), point.text(), point.text().equals(expectedAt) ? "A" : ""));
    }
    return Sources.map(
        """
        %s
        tests:
          fixture: {now: 2026-03-02T10:00:00Z}
          cases:
        """
                .formatted(constraints.strip())
            + cases);
  }

  @Test
  void areDispatchesWhereAMapDoesNotSayIt() {
    assertThat(
            MapTests.run(
                InvariantMaps.compile(
                    asked("invariants: [{id: A, expression: \"false\"}]", "dispatch"))))
        .hasSize(7)
        .allMatch(CaseResult::passed);
  }

  @ParameterizedTest
  @EnumSource
  void areWhatAnInvariantSaysBeforeWhatItsMapSays(EnforcementPoint point) {
    String map =
        """
        matchConstraints: {points: [dispatch, phase]}
        invariants:
          - id: A
            matchConstraints: {points: [%s]}
            expression: "false"
            onViolation: {effect: NONE}
        """
            .formatted(point.text());
    assertThat(MapTests.run(InvariantMaps.compile(asked(map, point.text()))))
        .hasSize(7)
        .allMatch(CaseResult::passed);
  }

  @Test
  void readThePhaseThatIsToBeEntered() {
    String map =
        Sources.map(
            """
            matchConstraints: {points: [phase], phases: [submit]}
            invariants:
              - {id: A, expression: "transition.from == 'verify'"}
            tests:
              fixture: {now: 2026-03-02T10:00:00Z, point: phase}
              cases:
                - {name: skipped, given: {transition: {from: plan, to: submit}}, expect: {decision: VETO}}
                - {name: in order, given: {transition: {from: verify, to: submit}}, expect: {decision: ALLOW}}
                - {name: another, given: {transition: {from: plan, to: implement}}, expect: {decision: ALLOW, violations: []}}
            """);
    assertThat(MapTests.run(InvariantMaps.compile(map))).hasSize(3).allMatch(CaseResult::passed);
  }

  @Test
  void refuseNamesTheyDoNotKnow() {
    refuses(
        "invariants: [{id: A, expression: \"true\", matchConstraints: {points: [dispach]}}]",
        "spec.invariants[0].matchConstraints.points[0]",
        "must be one of dispatch, approval");
    refuses(
        "invariants: [{id: A, expression: \"true\", matchConstraints: {points: [phase, phase]}}]",
        "spec.invariants[0].matchConstraints.points[1]",
        "named twice");
  }

  @ParameterizedTest
  @CsvSource({
    "outcome, VETO",
    "approval, REQUIRE_APPROVAL",
    "phase, DEFER",
    "contract, REVOKE",
    "promotion, DEMOTE",
    "publish, REQUIRE_APPROVAL"
  })
  void refuseEffectsThatAreNotPossibleThere(String point, String effect) {
    refuses(
        "invariants: [{id: A, expression: \"true\", matchConstraints: {points: [%s]}, onViolation: {effect: %s}}]"
            .formatted(point, effect),
        "spec.invariants[0].onViolation.effect",
        effect + " is not possible at the point " + point);
  }
}
