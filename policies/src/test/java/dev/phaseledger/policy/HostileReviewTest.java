package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a map's author writes, checking it ends, and what could cost too much is refused by a
/// limit that has a name. The deadline is no measurement: without the limits, these never end.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileReviewTest {

  private static List<String> messages(String source) {
    List<Problem> problems = InvariantMaps.review(source).problems();
    assertThat(problems).hasSizeLessThanOrEqualTo(100);
    return problems.stream().map(Problem::message).toList();
  }

  private static List<String> ofExpression(String expression) {
    return messages(Sources.invariant(expression, "{effect: VETO}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*)*x", "((a*)*)*b"})
  void matchesPatternsThatBacktrackElsewhereInLinearTime(String pattern) {
    String map =
        Sources.map(
            """
            failurePolicy: Fail
            invariants: [{id: A, expression: "!command.branch.matches('%s')"}]
            tests:
              fixture: {now: 2026-03-02T10:00:00Z, command: {branch: %s!}}
              cases: [{name: c, expect: {decision: ALLOW}}]
            """
                .formatted(pattern, "a".repeat(20_000)));
    assertThat(MapTests.run(InvariantMaps.compile(map)))
        .singleElement()
        .matches(MapTests.CaseResult::passed);
  }

  @Test
  void refusesPatternsThatUnroll() {
    assertThat(ofExpression("agent.id.matches('((a{1,99}){1,99}){1,99}')"))
        .singleElement()
        .asString()
        .contains("must not unroll to more than 2000 instructions");
  }

  @Test
  void refusesLoopsWithinLoops() {
    String inner = "true";
    for (int depth = 40; depth > 0; depth--) {
      inner = "command.paths.all(v" + depth + ", " + inner + ")";
    }
    assertThat(ofExpression(inner)).isNotEmpty();
  }

  @Test
  void refusesVariablesThatDoubleATextEach() {
    StringBuilder spec = new StringBuilder("variables:\n  - {name: v0, expression: agent.id}\n");
    for (int i = 1; i < 50; i++) {
      spec.append(
          "  - {name: v%d, expression: variables.v%d + variables.v%d}\n"
              .formatted(i, i - 1, i - 1));
    }
    spec.append("invariants: [{id: A, expression: variables.v49 != ''}]\n");
    assertThat(messages(Sources.map(spec.toString())).getFirst())
        .isEqualTo("could put together more than 100000 characters or elements");
  }

  @Test
  void refusesVariablesThatDoubleAListOrAKeyEach() {
    for (String joined :
        List.of("variables.v%1$d + variables.v%1$d", "key(variables.v%1$d, variables.v%1$d)")) {
      StringBuilder spec =
          new StringBuilder(
              "variables:\n  - {name: v0, expression: "
                  + (joined.startsWith("key") ? "agent.id" : "agent.roles")
                  + "}\n");
      for (int i = 1; i < 50; i++) {
        spec.append("  - {name: v%d, expression: \"%s\"}\n".formatted(i, joined.formatted(i - 1)));
      }
      spec.append("invariants: [{id: A, expression: variables.v49 != variables.v48}]\n");
      assertThat(messages(Sources.map(spec.toString())).getFirst()).contains("could put together");
    }
  }

  @Test
  void bringsConditionsThatNestWithinConditionsToAnEnd() {
    String deep = "has(command.env)";
    for (int depth = 0; depth < 25; depth++) {
      deep = "(" + deep + " ? has(command.branch) : has(command.env))";
    }
    assertThat(ofExpression(deep)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "!", "-", "a.all(x, ", "a[", "{1: ", "x ? ", "\\\\"})
  void refusesExpressionsThatNestWithoutEnd(String opening) {
    assertThat(ofExpression(opening.repeat(3_900 / opening.length()))).isNotEmpty();
    assertThat(ofExpression(opening.repeat(40_000 / opening.length()))).isNotEmpty();
  }

  @Test
  void refusesLongExpressions() {
    assertThat(ofExpression("agent.level > 1" + " || agent.level > 1".repeat(500))).isNotEmpty();
  }

  @Test
  void refusesAMapThatCostsTooMuchAsAWhole() {
    StringBuilder spec = new StringBuilder("invariants:\n");
    for (int i = 0; i < 60; i++) {
      spec.append(
          ("  - {id: A%d, expression: \"command.paths.all(a, command.paths.all(b,"
                  + " command.paths.all(c, a == b && b != c)))\"}\n")
              .formatted(i));
    }
    assertThat(messages(Sources.map(spec.toString())))
        .singleElement()
        .asString()
        .contains("more than 4000000");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 1_200})
  void looksAtNoMoreInvariantsThanAMapMayHave(int invariants) {
    StringBuilder spec = new StringBuilder("invariants:\n");
    for (int i = 0; i < invariants; i++) {
      spec.append("- {id: A").append(i).append(", expression: b}\n");
    }
    assertThat(messages(Sources.map(spec.toString())))
        .hasSize(100)
        .contains("must not have more than 200 items");
  }

  @Test
  void refusesDocumentsThatExplodeOrNestOrAreLarge() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(messages(bomb.toString()).getFirst()).contains("nodes");
    for (String opening : List.of("[", "{a: ", "- ", "? ")) {
      assertThat(messages(opening.repeat(40_000 / opening.length()))).isNotEmpty();
    }
    assertThat(messages("a: '" + "x".repeat(60_000) + "'").getFirst()).contains("49152 bytes");
  }
}
