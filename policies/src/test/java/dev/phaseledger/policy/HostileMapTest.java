package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Maps that are made to take for ever, and requests that are made to help them.
class HostileMapTest {

  private static final int CHARS = 60_000;

  @Nested
  class Refused {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "command.paths.all(a, command.paths.all(b, command.paths.all(c, command.paths.all(d, a == d))))",
          "command.paths.all(a, command.paths.all(b, command.paths.all(c, command.paths.anyGlob(command.resources))))",
          "command.paths.all(a, (a + a) != '')",
          "command.branch.matches('((a{100}){100}){100}')",
          "command.branch.matches('(((((((((((((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))))))))))))))))))))))))))')",
          "command.branch.matches('(a+')",
        })
    void whatCouldTakeTooLong(String expression) {
      assertThatThrownBy(() -> InvariantMaps.compile(map(expression)))
          .isInstanceOf(InvalidMapException.class);
    }

    @Test
    void whatIsNestedTooDeep() {
      String deep = "(".repeat(500) + "true" + ")".repeat(500);
      assertThatThrownBy(() -> InvariantMaps.compile(map(deep)))
          .isInstanceOf(InvalidMapException.class);
    }

    @Test
    void aTextThatDoublesFromVariableToVariable() {
      assertThat(InvariantMaps.compile(doubling(6)).invariants()).containsExactly("H");
      assertThatThrownBy(() -> InvariantMaps.compile(doubling(40)))
          .isInstanceOf(InvalidMapException.class)
          .hasMessageContaining("could put together more than 100000 characters");
    }

    /// A text of 2^n times the length of an input.
    private static String doubling(int times) {
      String variables =
          IntStream.rangeClosed(1, times)
              .mapToObj(i ->
                  "  - {name: v%d, expression: variables.v%d + variables.v%d}\n"
                      .formatted(i, i - 1, i - 1))
              .collect(Collectors.joining());
      return Sources.map(
          """
          variables:
            - {name: v0, expression: command.justification}
          %sinvariants:
            - {id: H, expression: "size(variables.v%d) > 0", onViolation: {effect: VETO}}
          """
              .formatted(variables, times));
    }
  }

  @Nested
  class Stopped {

    @Test
    void loopsWithinLoops() {
      InvariantResult result =
          result("command.paths.all(a, command.paths.all(b, a != '' && b != ''))", paths(150));
      assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(result.message()).contains("10000");
    }

    @Test
    void aLongTextMatchedInEachTurn() {
      InvariantResult result =
          result(
              "command.paths.all(p, !command.branch.matches('^(x+x+)+y$'))",
              parameters("x".repeat(CHARS), 100));
      assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(result.message()).contains("comparing texts takes more than 10000000 steps");
    }

    @Test
    void aLongTextLookedForInALongText() {
      String half = "x".repeat(CHARS / 2);
      InvariantResult result =
          result(
              "!command.branch.contains(command.env)",
              Dispatches.dispatch()
                  .parameters("{\"branch\": \"%s\", \"env\": \"%sy\"}".formatted(half, half)));
      assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(result.message()).contains("steps");
    }

    @Test
    void manyPathsHeldAgainstManyGlobs() {
      InvariantResult result =
          result(
              "command.paths.all(p, !command.paths.anyGlob(['%s']))".formatted("**/*a".repeat(200)),
              paths(150));
      assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void theSameWithTheLibraryAloneAsDirectly() {
      // A list compared as a whole has no direct form.
      String indirect = "command.paths == command.paths && ";
      String hostile = "command.paths.all(p, !command.branch.matches('^(x+x+)+y$'))";
      Dispatches dispatch = parameters("x".repeat(CHARS), 100);
      assertThat(result(indirect + hostile, dispatch).message())
          .isEqualTo(result(hostile, dispatch).message());
    }
  }

  @Nested
  class Harmless {

    @Test
    void aPatternThatOthersTakeForEverOver() {
      InvariantResult result =
          result("!command.branch.matches('^(x+x+)+y$')", parameters("x".repeat(CHARS), 1));
      assertThat(result.outcome()).isEqualTo(Outcome.HOLDS);
    }

    @Test
    void whatComesAfterAHostileMap() {
      PolicySnapshot hostile =
          snapshot("command.paths.all(p, !command.branch.matches('^(x+x+)+y$'))");
      PolicySnapshot ordinary = snapshot("command.branch.matches('^x+$')");
      DecisionInput input = parameters("x".repeat(CHARS), 100).input();
      for (int i = 0; i < 3; i++) {
        assertThat(hostile.evaluate(input).verdict()).isEqualTo(Verdict.VETOED);
        assertThat(ordinary.evaluate(input).verdict()).isEqualTo(Verdict.AUTHORIZED);
      }
    }
  }

  private static Dispatches paths(int number) {
    String[] paths =
        IntStream.range(0, number)
            .mapToObj(i -> "src/main/" + "a".repeat(200) + i)
            .toArray(String[]::new);
    return Dispatches.dispatch().resources(paths);
  }

  private static Dispatches parameters(String branch, int paths) {
    return paths(paths).parameters("{\"branch\": \"" + branch + "\"}");
  }

  private static String map(String expression) {
    return Sources.map(
        """
        invariants:
          - {id: H, expression: "%s", onViolation: {effect: VETO}}
        """
            .formatted(expression));
  }

  private static PolicySnapshot snapshot(String expression) {
    return PolicySnapshot.of(List.of(InvariantMaps.compile(map(expression))));
  }

  private static InvariantResult result(String expression, Dispatches dispatch) {
    return snapshot(expression).evaluate(dispatch.input()).results().getFirst();
  }
}
