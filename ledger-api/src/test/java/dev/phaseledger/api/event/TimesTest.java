package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;

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
    }
  }
}
