package dev.phaseledger.policy.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.phaseledger.policy.resource.Glob.Dialect;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true",
    "a/b, a/c, false",
    "a/*, a/b, true",
    "a/*, a/b/c, false",
    "a/*, a/, true",
    "a/*, a, false",
    "*.pem, k.pem, true",
    "*.pem, a/k.pem, false",
    "**/*.pem, k.pem, true",
    "**/*.pem, a/b/k.pem, true",
    "**/*.pem, k.pemx, false",
    "a/**, a/b/c, true",
    "a/**, a, false",
    "a/**, ab, false",
    "**/secrets/**, secrets/k, true",
    "**/secrets/**, a/secrets/k, true",
    "**/secrets/**, a/mysecrets/k, false",
    "a/**/z, a/z, true",
    "a/**/z, a/b/c/z, true",
    "a/**/z, a/bz, false",
    "a**z, a/b/cz, true",
    "**, anything/at/all, true",
    "**, '', true",
    "*a*b*c, xaybzc, true",
    "*a*b*c, xaybz, false",
    "*a*b/**/c, aab/x/c, true",
    "repo://*/src/**, repo://app/src/x, true",
    "repo://*/src/**, repo://app/x/src/y, false",
    "a?c, abc, false",
  })
  void matchesByWholeSegments(String glob, String text, boolean matches) {
    assertThat(Glob.matches(glob, Dialect.STARS, text)).isEqualTo(matches);
  }

  @Test
  void letsQuestionMarksStandForOneCharacterWithinASegment() {
    assertThat(Glob.matches("a?c", Dialect.STARS_AND_QUESTION_MARKS, "abc")).isTrue();
    assertThat(Glob.matches("a?c", Dialect.STARS_AND_QUESTION_MARKS, "a/c")).isFalse();
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithARegularExpressionOnRandomPatterns(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String glob = random(random, new String[] {"a", "b", "/", "*", "**", "**/", "/**"}, 6);
      String text = random(random, new String[] {"a", "b", "/"}, 8);
      boolean expected = regex(glob).matcher(text).matches();
      assertThat(Glob.matches(glob, Dialect.STARS, text))
          .as("seed %d: '%s' on '%s'", seed, glob, text)
          .isEqualTo(expected);
      assertThat(Glob.matches("*".repeat(0) + glob, Dialect.STARS, text)).isEqualTo(expected);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void takesTimeInProportionToTextAndPatternOnly() {
    String text = "a".repeat(2_000) + "/" + "ab".repeat(1_000);
    String glob = "**a*a*a*a*a*a**a*a*a*a*a*a**a*a*a*a*x";
    assertThatCode(
            () -> {
              long start = System.nanoTime();
              assertThat(Glob.matches(glob, Dialect.STARS, text)).isFalse();
              assertThat(Duration.ofNanos(System.nanoTime() - start))
                  .isLessThan(Duration.ofSeconds(2));
            })
        .doesNotThrowAnyException();
  }

  private static String random(Random random, String[] parts, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); ) {
      int end = i;
      while (end < glob.length() && glob.charAt(end) == '*') {
        end++;
      }
      boolean starts = i == 0 || glob.charAt(i - 1) == '/';
      if (end - i >= 2 && starts && end < glob.length() && glob.charAt(end) == '/') {
        regex.append("(?:[^/]*/)*");
        i = end + 1;
      } else if (end - i >= 2) {
        regex.append(".*");
        i = end;
      } else if (end - i == 1) {
        regex.append("[^/]*");
        i = end;
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
        i++;
      }
    }
    return Pattern.compile(regex.toString());
  }
}
