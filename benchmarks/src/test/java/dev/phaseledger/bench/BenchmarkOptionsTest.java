package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.InvalidFieldException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkOptionsTest {

  @Test
  void takesNoMoreThanFiveMinutesUnlessAskedOtherwise() {
    BenchmarkOptions options = BenchmarkOptions.DEFAULTS;
    int variants = Variant.Name.values().length;
    Duration measuring =
        options
            .cell()
            .multipliedBy((long) variants * options.callers().size() * options.rounds())
            .plus(options.warmup().multipliedBy(variants));

    // A busy machine adds most of a minute for starting, connecting and stopping.
    assertThat(measuring).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 1, 0, callers",
    "257, 1000, 1, 0, callers",
    "1, 99, 1, 0, seconds",
    "1, 3600001, 1, 0, seconds",
    "1, 1000, 0, 0, rounds",
    "1, 1000, 1001, 0, rounds",
    "1, 1000, 1, -1, warmup"
  })
  void namesTheFieldThatIsOutOfRange(
      int callers, long cellMillis, int rounds, long warmupMillis, String field) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> options(List.of(callers), cellMillis, rounds, warmupMillis))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  @Test
  void refusesTheSameNumberOfCallersTwiceAndNone() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> options(List.of(4, 4), 1_000, 1, 0));
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> options(List.of(), 1_000, 1, 0));
  }

  private static BenchmarkOptions options(
      List<Integer> callers, long cellMillis, int rounds, long warmupMillis) {
    return new BenchmarkOptions(
        callers, Duration.ofMillis(cellMillis), rounds, Duration.ofMillis(warmupMillis));
  }
}
