package dev.phaseledger.policy.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  @Test
  void findsAPartOfTheText() {
    LinearPattern branch = LinearPattern.compile("^(feature|fix)/[A-Z]{2,5}-[0-9]+(-[a-z0-9]+)*$");
    assertThat(branch.find("feature/GOV-12-ledger-split")).isTrue();
    assertThat(branch.find("hotfix_1")).isFalse();
    assertThat(LinearPattern.compile("b+").find("abbc")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-z]{1,255}",
        "[]{9}]{3}",
        "[^]a]x",
        "a\\{9999}",
        "a{x}",
        "a{,5}",
        "((a|b){10}c){20}",
        "[[:alpha:]]{5}",
        "(?i)abc"
      })
  void compilesWhatIsOfReasonableSize(String expression) {
    assertThat(LinearPattern.compile(expression)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1,900}){1,900}",
        "((a{100}){100}){100}",
        "(((((((a{9}){9}){9}){9}){9}){9}){9}){9}",
        "([a-z]{60}){60}",
        "(\\d{60}){60}",
        "(?:(?:ab){50}){50}",
        "a{1,99999}",
        "(\\Qa\\E{50}){50}"
      })
  void refusesWhatUnrollsWithoutBound(String expression) {
    assertThatThrownBy(() -> LinearPattern.compile(expression))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesLongAndDeepExpressions() {
    assertThatThrownBy(() -> LinearPattern.compile("a".repeat(1_001)))
        .hasMessageContaining("longer");
    assertThatThrownBy(() -> LinearPattern.compile("(".repeat(60) + ")".repeat(60)))
        .hasMessageContaining("nest");
    assertThatThrownBy(() -> LinearPattern.compile("[")).hasMessageContaining("not a regular");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void takesTimeInProportionToTheText() {
    assertThat(LinearPattern.compile("^(a+)+$").find("a".repeat(100_000) + "!")).isFalse();
  }
}
