package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void ranksTheOperationsOfAllCallersTogether() {
    var first = new Latencies();
    var second = new Latencies();
    for (int i = 100; i >= 1; i--) {
      (i % 3 == 0 ? first : second).add(i);
    }

    Latencies all = Latencies.merged(List.of(first, second));

    assertThat(all.count()).isEqualTo(100);
    assertThat(all.percentileNanos(0.50)).isEqualTo(50);
    assertThat(all.percentileNanos(0.99)).isEqualTo(99);
    assertThat(all.percentileNanos(0)).isEqualTo(1);
    assertThat(all.percentileNanos(1)).isEqualTo(100);
  }

  @Test
  void roundsTheRankUp() {
    var two = new Latencies();
    two.add(7);
    two.add(9);

    Latencies all = Latencies.merged(List.of(two));

    assertThat(all.percentileNanos(0.50)).isEqualTo(7);
    assertThat(all.percentileNanos(0.51)).isEqualTo(9);
  }

  @Test
  void keepsMoreOperationsThanItFirstHasRoomFor() {
    var many = new Latencies();
    for (int i = 1; i <= 20_000; i++) {
      many.add(i);
    }

    assertThat(Latencies.merged(List.of(many)).percentileNanos(0.99)).isEqualTo(19_800);
  }

  @Test
  void hasNoPercentileOfNothing() {
    Latencies nothing = Latencies.merged(List.of(new Latencies()));

    assertThatIllegalStateException().isThrownBy(() -> nothing.percentileNanos(0.5));
  }
}
