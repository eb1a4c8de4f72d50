package dev.phaseledger.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "2h, PT2H",
    "1h30m, PT1H30M",
    "90s, PT90S",
    "7d, PT168H",
    "250ms, PT0.25S",
    "0s, PT0S"
  })
  void readsUnitsFromTheLargestDown(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h", "2", "2 h", "30m1h", "2hours", "-2h", "1.5h", "PT2H"})
  void leavesOtherTextAlone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
