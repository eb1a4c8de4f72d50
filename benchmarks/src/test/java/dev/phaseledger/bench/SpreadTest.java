package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void takesTheMiddleOfAnOddNumberOfRounds() {
    assertThat(Spread.of(List.of(30.0, 10.0, 20.0)))
        .isEqualTo(new Spread(20, 10, 30, List.of(30.0, 10.0, 20.0)));
  }

  @Test
  void takesTheMeanOfTheMiddleTwoOfAnEvenNumberOfRounds() {
    assertThat(Spread.of(List.of(40.0, 10.0, 20.0, 31.0)))
        .isEqualTo(new Spread(25.5, 10, 40, List.of(40.0, 10.0, 20.0, 31.0)));
  }

  @Test
  void isNotMovedByOneRoundThatWentWrong() {
    assertThat(Spread.of(List.of(10.0, 11.0, 12.0, 11.5, 9_000.0)).median()).isEqualTo(11.5);
  }

  @Test
  void refusesNoRoundsAndFiguresThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of(1.0, Double.NaN)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Spread.of(List.of(Double.POSITIVE_INFINITY)));
  }
}
