package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntilTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void readsEachConditionAndAllOfThemTogether() {
    assertThat(
            Until.parse("EVIDENCE(tests) & FACT(stock) & FACT(stock, 42) & AFTER(PT1H)")
                .orElseThrow()
                .conditions())
        .containsExactly(
            new Until.Condition.OfEvidence("tests"),
            new Until.Condition.OfFact("stock", Optional.empty()),
            new Until.Condition.OfFact("stock", Optional.of("42")),
            new Until.Condition.After(Duration.ofHours(1)));
    assertThat(Until.parse("TIME(2026-03-02T12:00:00+02:00)").orElseThrow().conditions())
        .containsExactly(new Until.Condition.At(NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "the next hour",
        "EVIDENCE()",
        "EVIDENCE(tests) and FACT(stock)",
        "EVIDENCE(tests) &",
        "TIME(tomorrow)",
        "AFTER(1h)",
        "AFTER(PT-1H)",
        "evidence(tests)"
      })
  void refusesWhatIsInNoSuchForm(String text) {
    assertThat(Until.parse(text)).isEmpty();
  }

  @Test
  void awaitsWhatItNamesAndNothingElse() {
    Until until = Until.parse("EVIDENCE(tests) & FACT(stock,k1)").orElseThrow();
    assertThat(until.awaits("tests", List.of())).isTrue();
    assertThat(until.awaits("diff", List.of(fact("k1")))).isTrue();
    assertThat(until.awaits("diff", List.of(fact("k2")))).isFalse();
  }

  @Test
  void isCompleteWhenEverythingIsThere() {
    Until until = Until.parse("EVIDENCE(tests) & AFTER(PT1H)").orElseThrow();
    Instant later = NOW.plusSeconds(3_600);
    assertThat(until.time(NOW)).contains(later);
    assertThat(until.complete(NOW, later, kind -> true, (name, key) -> true)).isTrue();
    assertThat(until.complete(NOW, later, kind -> false, (name, key) -> true)).isFalse();
    assertThat(until.complete(NOW, later.minusNanos(1), kind -> true, (name, key) -> true))
        .isFalse();
  }

  private static Fact fact(String key) {
    return new Fact("stock", key, JsonValue.Num.of(1), NOW);
  }
}
