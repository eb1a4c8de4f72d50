package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void countsWhatLiesWithinTheStretch() {
    Window window = Window.of(Duration.ofMinutes(1), 60).add(START).add(START.plusSeconds(59 * 60));
    assertThat(window.count(START.plusSeconds(59 * 60))).isEqualTo(2);
    assertThat(window.count(START.plusSeconds(61 * 60))).isEqualTo(1);
    assertThat(window.count(START.plus(Duration.ofDays(9)))).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithCountingAllOfThem(long seed) {
    var random = new Random(seed);
    Window window = Window.of(Duration.ofMinutes(1), 60);
    var all = new ArrayList<Instant>();
    Instant now = START;
    for (int i = 0; i < 2_000; i++) {
      now = now.plusSeconds(random.nextInt(random.nextInt(20) == 0 ? 9_000 : 90));
      window = window.add(now);
      all.add(now);
      long minute = now.getEpochSecond() / 60;
      assertThat(window.count(now))
          .isEqualTo(all.stream().filter(t -> t.getEpochSecond() / 60 >= minute - 60).count());
    }
  }
}
