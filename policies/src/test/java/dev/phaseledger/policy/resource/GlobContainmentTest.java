package dev.phaseledger.policy.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.policy.resource.Glob.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobContainmentTest {

  private static final String[] PARTS = {"a", "b", "ab", "*", "**", "a*", "*b", "**b", "a**"};
  private static final int PAIRS = 400;
  private static final int TEXTS = 200;

  @ParameterizedTest
  @CsvSource({
    "src/**, src/main/**",
    "src/**, src/**",
    "src/**, src/*",
    "src/**, src/a/b",
    "**, anything/*/at/all",
    "**/x, a/**/x",
    "a/*/c, a/b*/c",
    "https://host/**, https://host/a/*",
    "a*, ab*c"
  })
  void containsWhatIsNarrower(String outer, String inner) {
    assertThat(GlobContainment.holds(outer, inner)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "src/*, src/**",
    "src/**, **",
    "src/**, srcs/a",
    "src/main/**, src/**",
    "a/*, a/b/c",
    "a/b*/c, a/*/c",
    "https://host/**, https://host.example/**"
  })
  void doesNotContainWhatIsWiderOrElsewhere(String outer, String inner) {
    assertThat(GlobContainment.holds(outer, inner)).isFalse();
  }

  /// Whatever the inner glob matches, the outer one must match; and no is only said with a reason
  /// in sight, as far as these texts show one.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsContainedMatchesNothingElse(long seed) {
    var random = new Random(seed);
    int contained = 0;
    for (int i = 0; i < PAIRS; i++) {
      String outer = glob(random);
      String inner = random.nextInt(3) == 0 ? narrowed(outer, random) : glob(random);
      if (!GlobContainment.holds(outer, inner)) {
        continue;
      }
      contained++;
      for (int t = 0; t < TEXTS; t++) {
        String text = text(inner, random);
        if (Glob.matches(inner, Dialect.STARS, text)) {
          assertThat(Glob.matches(outer, Dialect.STARS, text))
              .as("%s is in %s, and so is %s", text, inner, outer)
              .isTrue();
        }
      }
    }
    assertThat(contained).isGreaterThan(PAIRS / 10);
  }

  @Test
  void takesTwoGlobsThatTakeTooLongForDifferent() {
    String hard = "*a*b*c*d*e*f*g*h*a*b*c*d*e*f*g*h".repeat(20);
    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> GlobContainment.holds(hard, "x" + hard)))
        .isFalse();
  }

  @Test
  void aScopeContainsWhatOneOfItsGlobsContains() {
    ResourceScope scope = ResourceScope.of(List.of("docs/*", "src/**"), List.of());
    assertThat(scope.contains("scope[0]", "src/main/**")).isTrue();
    assertThat(scope.contains("scope[0]", "./docs/a*")).isTrue();
    assertThat(scope.contains("scope[0]", "**")).isFalse();
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> scope.contains("scope[1]", "../x"))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("scope[1]"));
  }

  private static String glob(Random random) {
    var glob = new StringBuilder(part(random));
    for (int i = random.nextInt(4); i > 0; i--) {
      glob.append('/').append(part(random));
    }
    return glob.toString();
  }

  private static String part(Random random) {
    return PARTS[random.nextInt(PARTS.length)];
  }

  private static String narrowed(String glob, Random random) {
    String with = random.nextBoolean() ? "a" : "a*";
    return glob.replaceFirst("\\*+", with);
  }

  /// A text that the glob is likely to match.
  private static String text(String glob, Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c != '*') {
        text.append(c);
        continue;
      }
      boolean deep = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
      i += deep ? 1 : 0;
      for (int n = random.nextInt(4); n > 0; n--) {
        text.append(random.nextInt(3) == 0 && deep ? '/' : (char) ('a' + random.nextInt(3)));
      }
    }
    return text.toString();
  }
}
