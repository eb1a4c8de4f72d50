package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.policy.InvalidMapException.Problem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found is in the samples of [InvalidMapSamplesTest]; here is what must not be.
class MapReviewTest {

  private static void saysNothing(String spec) {
    MapReview review = InvariantMaps.review(Sources.map(spec));
    assertThat(review.problems()).isEmpty();
    assertThat(review.warnings()).isEmpty();
  }

  @Nested
  class OfWhatMayBeMissing {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "has(command.env) && command.env == 'prod'",
          "command.env == 'prod' && has(command.env)",
          "!has(command.env) || command.env == 'prod'",
          "has(command.env) ? command.env == 'prod' : agent.level > 1",
          "!(has(command.env) && command.env == 'prod')",
          "(has(command.env) && has(command.branch)) && command.env == command.branch",
          "'a' in history.counters && history.counters['a'] < 5",
          "!('a' in history.counters) || history.counters['a'] < 5",
          "command.?diffLines.orValue(0) < 5",
          "evidence.exists(e, has(e.passed) && e.passed)",
          "approvals.all(a, a.by != agent.id && a.roles.size() > 0)",
          "variables.small || agent.level > 3",
          "variables.asked && command.parameters.amount < 5",
          "variables.known && variables.trip.price < 5 && variables.trip.legs.size() > 0",
          "!variables.known || facts.trip[command.parameters.id].price < 5",
          "'x' in facts.trip || facts.trip.exists(k, facts.trip[k].price < 5)"
        })
    void saysNothingWhereAnExpressionHasAsked(String expression) {
      String warned = "facts.trip.exists";
      MapReview review =
          InvariantMaps.review(
              Sources.map(
                  """
                  types: {Trip: {price: int, legs: list(string)}}
                  facts: {trip: {type: Trip, keyed: true}}
                  parameters: {amount: int, id: string}
                  variables:
                    - {name: small, expression: "has(command.diffLines) && command.diffLines < 5"}
                    - {name: asked, expression: has(command.parameters.amount)}
                    - {name: trip, expression: "facts.trip[command.parameters.id]"}
                    - {name: known, expression: "has(command.parameters.id) && command.parameters.id in facts.trip"}
                  invariants:
                    - {id: A, expression: "%s"}
                    - {id: B, failurePolicy: Fail, expression: "variables.small && variables.asked && variables.known && variables.trip.price > 1"}
                  """
                      .formatted(expression)));
      assertThat(review.problems()).isEmpty();
      assertThat(review.warnings())
          .extracting(Problem::message)
          .hasSize(expression.contains(warned) ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            has(command.env) | command.env != 'prod'
            command.env == 'prod' | command.env.startsWith('p')
            'a' in history.counters | history.counters['a'] < 5
            """)
    void saysNothingBehindAConditionThatHasAsked(String condition, String expression) {
      MapReview review =
          InvariantMaps.review(
              Sources.map(
                  """
                  invariants:
                    - id: A
                      matchConditions: [{name: asked, expression: "%s"}]
                      expression: "%s"
                  """
                      .formatted(condition, expression)));
      assertThat(review.warnings())
          .extracting(Problem::field)
          .doesNotContain("spec.invariants[0].expression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failurePolicy: Fail", "failurePolicy: Ignore"})
    void saysNothingWhereAMapSaysWhatAnErrorCountsAs(String said) {
      saysNothing(said + "\ninvariants: [{id: A, expression: command.diffLines < 5}]");
      saysNothing("invariants: [{id: A, " + said + ", expression: command.diffLines < 5}]");
    }
  }

  @Nested
  class OfPairs {

    private static void saysNothingOf(String first, String second) {
      saysNothing(
          "invariants:\n  - {id: A, expression: agent.level > 1, %s}\n  - {id: B, expression: agent.level > 1, %s}"
              .formatted(first, second));
    }

    @Test
    void leavesAloneWhatIsNotAskedTogether() {
      saysNothingOf("matchConstraints: {commands: [a]}", "matchConstraints: {commands: [b]}");
      saysNothingOf("matchConstraints: {phases: [a]}", "matchConstraints: {phases: [b]}");
      saysNothingOf(
          "matchConstraints: {points: [phase]}", "matchConstraints: {points: [contract]}");
      saysNothingOf(
          "matchConditions: [{name: c, expression: command.irreversible}]",
          "matchConditions: [{name: c, expression: \"!command.irreversible\"}]");
    }

    @Test
    void leavesAloneWhatComesInAddition() {
      saysNothingOf("onViolation: {effect: VETO}", "onViolation: {effect: SIGNAL}");
      saysNothingOf("onViolation: {effect: DEMOTE}", "onViolation: {effect: REVOKE}");
      saysNothingOf(
          "onViolation: {effect: REQUIRE_APPROVAL, roles: [a]}",
          "onViolation: {effect: REQUIRE_APPROVAL, roles: [b]}");
      saysNothingOf(
          "onViolation: {effect: CONSTRAIN, set: {a: 1}}",
          "onViolation: {effect: CONSTRAIN, set: {b: 1}}");
    }

    @Test
    void leavesAloneWhatIsTriedOutBesideWhatIsEnforced() {
      saysNothingOf("enforcement: Warn", "enforcement: Enforce");
      saysNothingOf("enforcement: Enforce", "enforcement: Audit");
    }
  }

  @Test
  void estimatesWhatAMapCosts() {
    long cheap =
        InvariantMaps.review(Sources.invariant("agent.level > 1", "{effect: VETO}")).steps();
    long dear =
        InvariantMaps.review(
                Sources.invariant("agent.roles.all(r, r != agent.id)", "{effect: VETO}"))
            .steps();
    assertThat(cheap).isPositive().isLessThan(dear);
    assertThat(dear).isLessThan(MapReview.STEPS_MAX);
  }

  @Test
  void throwsTheProblemsWhereSomebodyNeedsTheMap() {
    MapReview review = InvariantMaps.review("a: 1");
    assertThatThrownBy(review::orThrow)
        .isInstanceOf(InvalidMapException.class)
        .hasMessageContaining("is not known here");
  }

  @Test
  void goesOnReadingMapsInForceThatItWouldNotAcceptAgain() {
    String twice =
        Sources.map(
            """
            invariants:
              - {id: A, expression: agent.level > 2, onViolation: {effect: CONSTRAIN, set: {max: 5}}}
              - {id: B, expression: agent.level > 2, onViolation: {effect: CONSTRAIN, set: {max: 6}}}
            """);
    assertThat(InvariantMaps.review(twice).map()).isEmpty();
    assertThat(InvariantMaps.compile(twice).invariants()).containsExactly("A", "B");
  }
}
