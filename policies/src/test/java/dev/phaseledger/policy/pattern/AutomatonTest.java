package dev.phaseledger.policy.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomatonTest {

  private static final List<String> SINGLES =
      List.of(
          "a",
          "b",
          "-",
          "/",
          "_",
          "\\.",
          "\\/",
          "\\*",
          "\\-",
          ".",
          "[ab]",
          "[^a]",
          "[a-c]",
          "[0-9]",
          "[^/]",
          "[a-z0-9_-]",
          "[\\w.]",
          "[^\\d]",
          "\\d",
          "\\w",
          "\\s",
          " ",
          "\n",
          "[.*+?]",
          "[-a]");
  private static final List<String> REPETITIONS =
      List.of(
          "", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{0,2}", "{2,}");
  private static final List<String> CHARACTERS =
      List.of(
          "a", "b", "c", "0", "9", "-", "/", ".", "_", " ", "\n", "A", "é", "𝄞", "\uD834", "*");

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsWhatRe2Finds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int compared = 0;
    int found = 0;
    for (int i = 0; i < 400; i++) {
      String expression = expression(random);
      Optional<Pattern> re2 = re2(expression);
      Optional<Automaton> automaton = re2.flatMap(_ -> Automaton.of(expression));
      if (automaton.isEmpty()) {
        continue;
      }
      for (int j = 0; j < 30; j++) {
        String text = text(random);
        boolean expected = re2.get().matcher(text).find();
        assertThat(automaton.get().find(text))
            .as("/%s/ in '%s'", expression, text)
            .isEqualTo(expected);
        compared++;
        found += expected ? 1 : 0;
      }
    }
    assertThat(compared).isGreaterThan(3_000);
    assertThat(found).isBetween(compared / 20, compared - compared / 20);
  }

  private static Optional<Pattern> re2(String expression) {
    try {
      return Optional.of(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static String expression(SplittableRandom random) {
    return (random.nextInt(2) == 0 ? "^" : "")
        + alternatives(random, 2)
        + (random.nextInt(2) == 0 ? "$" : "");
  }

  private static String alternatives(SplittableRandom random, int depth) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      StringBuilder part = new StringBuilder();
      for (int j = random.nextInt(4); j >= 0; j--) {
        boolean group = depth > 0 && random.nextInt(4) == 0;
        part.append(
            group
                ? (random.nextBoolean() ? "(" : "(?:") + alternatives(random, depth - 1) + ")"
                : pick(random, SINGLES));
        part.append(pick(random, REPETITIONS));
      }
      parts.add(part.toString());
    }
    return String.join("|", parts);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(pick(random, CHARACTERS));
    }
    return text.toString();
  }

  private static String pick(SplittableRandom random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(feature|fix|chore)/[A-Z]{2,5}-[0-9]+(-[a-z0-9]+)*$",
        "^[a-z][a-z0-9-]{0,62}$",
        "\\.(pem|key)$",
        "^[^@ ]+@[^@ ]+\\.[a-z]{2,}$",
        "",
        "(a|)b?",
      })
  void coversWhatPeopleWrite(String expression) {
    assertThat(Automaton.of(expression)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)abc",
        "^a|b$",
        "\\bword\\b",
        "\\pL+",
        "[[:alpha:]]",
        "(?P<name>a)",
        "é",
        "a{2}{2}",
        "(a*b|c){150}d",
        // Remembering 20 characters back takes a million states.
        "a.{19}b",
        "(^a)",
      })
  void leavesTheRestToRe2(String expression) {
    assertThat(Automaton.of(expression)).isEmpty();
  }
}
