package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries hold the text of times: it must stay what it always was.
final class TimesTest {

  private static final int TIMES = 20_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void writesATimeAsTheJdkDoes(long seed) {
    var random = new SplittableRandom(seed);
    long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    List<Integer> steps = List.of(1, 1_000, 1_000_000, 1_000_000_000);
    for (int i = 0; i < TIMES; i++) {
      int step = steps.get(random.nextInt(steps.size()));
      long nanos = random.nextLong(1_000_000_000 / step) * step;
      var time = Instant.ofEpochSecond(random.nextLong(first, last + 1), nanos);
      assertThat(Times.text(time)).isEqualTo(time.toString());
      assertThat(Times.parse(time.toString())).isEqualTo(time);
    }
  }

  @Test
  void writesTheEdgesAsTheJdkDoes() {
    for (String text :
        List.of(
            "0000-01-01T00:00:00Z",
            "0000-02-29T23:59:59.999999999Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "2000-02-29T12:00:00.000001Z",
            "2026-12-31T23:59:59.100Z",
            "9999-12-31T23:59:59.999999999Z")) {
      assertThat(Times.text(Instant.parse(text))).isEqualTo(text);
      assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-01-31T09:30:00.1Z", "2026-01-31T09:30:00.12Z", "2026-01-31T09:30:00.1234Z"})
  void readsAFractionOfAnyLength(String text) {
    assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-31",
        "2026-01-31T09:30Z",
        "2026-01-31T09:30:00",
        "2026-01-31T09:30:00z",
        "2026-01-31t09:30:00Z",
        "2026-01-31 09:30:00Z",
        "2026-01-31T09:30:00+00:00",
        "2026-01-31T09:30:00+01:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T09:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-31T09:30:00.Z",
        "2026-01-31T09:30:00.1234567890Z",
        "2026-01-31T09:30:00.12a4Z",
        "2026-01-31T09:30:00,123Z",
        "2026-01-31T-9:30:00Z",
        "-026-01-31T09:30:00Z",
        "+2026-01-31T09:30:00Z",
        "2026-01-31T09:30:0\u0661Z"
      })
  void refusesWhatIsNoTimeOfOurs(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Times.parse(text));
  }
}
