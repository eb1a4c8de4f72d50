package dev.phaseledger.policy.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.policy.InvalidMapException.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileLadderTest {

  private static List<String> messages(String source) {
    long start = System.nanoTime();
    List<String> messages =
        InvalidLadderTest.problems(source).stream().map(Problem::message).toList();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(messages).hasSizeLessThanOrEqualTo(100);
    return messages;
  }

  private static String criterion(String when) {
    return Ladders.ladder(
        """
        - level: 0
          name: low
          may: {actions: []}
          promotion: {grantedBy: rule, when: "%s"}
        - {level: 1, name: high, may: {actions: []}}
        """
            .formatted(when));
  }

  @Test
  void refusesSourcesThatDoNotFitIntoAnEntry() {
    assertThat(messages("#".repeat(AutonomyLadder.SOURCE_BYTES_MAX + 1)).getFirst())
        .contains("49152 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void refusesEndlessNesting(String opening) {
    assertThat(messages(opening.repeat(40_000 / opening.length()))).isNotEmpty();
    assertThat(messages(Ladders.THREE + "more: " + opening.repeat(5_000))).isNotEmpty();
  }

  @Test
  void refusesAliasesThatExplode() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(messages(bomb.toString())).isNotEmpty();
  }

  @Test
  void refusesMoreLevelsThanThereAreNumbers() {
    StringBuilder levels = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      levels.append("- {level: %d, name: n%d, may: {actions: []}}\n".formatted(i, i));
    }
    assertThat(messages(Ladders.ladder(levels.toString())))
        .contains("must not have more than 10 items");
  }

  @Test
  void refusesMoreRulesAndGlobsThanAreNamed() {
    String rules = "{name: d, when: \"false\"}, ".repeat(LadderReader.DEMOTIONS_MAX + 1);
    assertThat(
            messages(
                Ladders.ladder(
                    "- {level: 1, name: a, may: {actions: []}, demotion: [" + rules + "]}")))
        .contains("must not have more than 20 items");
    String globs = "\"*\", ".repeat(LadderReader.NAMES_MAX + 1);
    assertThat(messages(Ladders.ladder("- {level: 1, name: a, may: {actions: [" + globs + "]}}")))
        .containsExactly("must not have more than 200 items");
    String glob = "*a".repeat(LadderReader.NAME_CHARS_MAX);
    assertThat(
            messages(Ladders.ladder("- {level: 1, name: a, may: {actions: [\"" + glob + "\"]}}")))
        .containsExactly("must not hold texts of more than 200 characters");
  }

  @Test
  void refusesCriteriaThatCouldCostTooMuch() {
    String loops = "agent.roles.all(a, agent.roles.all(b, agent.roles.all(c, %s)))";
    assertThat(messages(criterion(loops.formatted("agent.roles.all(d, a == d)"))))
        .allSatisfy(message -> assertThat(message).contains("nested more than 3 levels"));
    assertThat(messages(criterion(loops.formatted("agent.roles.anyGlob(agent.roles)"))))
        .allSatisfy(message -> assertThat(message).contains("could cost more than"));
  }

  @Test
  void refusesCriteriaThatAreTooLongOrTooDeep() {
    assertThat(messages(criterion("true" + " || true".repeat(1_000)))).isNotEmpty();
    assertThat(messages(criterion("(".repeat(1_000) + "true" + ")".repeat(1_000)))).isNotEmpty();
  }

  @Test
  void refusesPatternsThatUnroll() {
    assertThat(messages(criterion("agent.id.matches('((a{1,99}){1,99}){1,99}')")))
        .allSatisfy(message -> assertThat(message).contains("must not unroll"));
  }

  @Test
  void refusesTextThatIsNotALadder() {
    for (String source :
        List.of("", "[]", "a", "--- a\n--- b\n", "a: &a [*a]\n", "\u0000", "a: 1\na: 2")) {
      assertThat(messages(source)).isNotEmpty();
    }
  }
}
