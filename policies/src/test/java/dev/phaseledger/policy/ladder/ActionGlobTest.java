package dev.phaseledger.policy.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionGlobTest {

  @ParameterizedTest
  @CsvSource({
    "repo.read, repo.read, true",
    "repo.read, repo.reads, false",
    "repo.*, repo.read, true",
    "repo.*, repo., true",
    "repo.*, repo, false",
    "*, anything/at.all, true",
    "*.read, repo.read, true",
    "a*a, a, false",
    "a*a, aa, true",
    "a*b*c, aXbYc, true",
    "a*b*c, acb, false",
    "a*bb*b, abbb, true",
    "a*bb*bb, abbb, false",
    "repo.**, repo.read, true",
    "re?o, repo, false",
    "[a-z], a, false",
    "REPO.*, repo.read, false"
  })
  void matchesWholeNames(String glob, String action, boolean matches) {
    assertThat(ActionGlob.matches(glob, action)).isEqualTo(matches);
  }

  @Test
  void matchesTheEmptyNameByStarsOnly() {
    assertThat(ActionGlob.matches("", "")).isTrue();
    assertThat(ActionGlob.matches("**", "")).isTrue();
    assertThat(ActionGlob.matches("a*", "")).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithARegularExpression(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      String glob = random(random, "ab*", 7);
      String action = random(random, "ab", 9);
      boolean expected = Pattern.matches(glob.replace("*", ".*"), action);
      assertThat(ActionGlob.matches(glob, action))
          .as("seed %d: '%s' on '%s'", seed, glob, action)
          .isEqualTo(expected);
    }
  }

  @Test
  void takesNoLongerForGlobsThatInviteBacktracking() {
    String action = "a".repeat(20_000);
    String glob = "*a".repeat(99) + "*b";
    long start = System.nanoTime();
    assertThat(ActionGlob.matches(glob, action)).isFalse();
    assertThat(ActionGlob.matches("*" + "a".repeat(190) + "b*", action)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  private static String random(Random random, String letters, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
