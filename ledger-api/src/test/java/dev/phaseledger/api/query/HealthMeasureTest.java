package dev.phaseledger.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.query.HealthView.Attribute;
import dev.phaseledger.api.query.HealthView.Counted;
import dev.phaseledger.api.query.HealthView.Drift;
import dev.phaseledger.api.query.HealthView.Gate;
import dev.phaseledger.api.query.HealthView.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthMeasureTest {

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "1, 1, false",
    "49, 49, false",
    "50, 50, true",
    "99, 100, false",
    "100, 101, true",
    "994, 1000, true",
    "990, 1000, false",
    "0, 1000, false"
  })
  void flagsAGateThatIsApprovedMoreThan99TimesIn100OfEnough(
      long approved, long answered, boolean flagged) {
    Gate gate =
        new Gate(
            "map/gate",
            counted(answered + 5),
            counted(approved),
            counted(answered - approved),
            counted(5));

    assertThat(gate.flagged()).isEqualTo(flagged);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({"1, 1, false", "19, 19, false", "6, 20, false", "7, 20, true", "40, 20, true"})
  void flagsReplansAbove30For100Runs(long replans, long runs, boolean flagged) {
    assertThat(new Rate(HealthMeasure.REPLANS, counted(replans), counted(runs)).flagged())
        .isEqualTo(flagged);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({"1, 1, false", "99, 99, false", "1, 100, false", "2, 100, true"})
  void flagsIncidentsAbove1Of100(long incidents, long requests, boolean flagged) {
    assertThat(new Rate(HealthMeasure.INCIDENTS, counted(incidents), counted(requests)).flagged())
        .isEqualTo(flagged);
  }

  @ParameterizedTest(name = "{0} of {1}, before {2} of {3}: {4}")
  @CsvSource({
    "1, 1, 0, 1, false",
    "30, 30, 0, 29, false",
    "29, 29, 0, 30, false",
    "4, 30, 1, 30, false",
    "5, 30, 1, 30, true",
    "1, 30, 5, 30, true",
    "10, 100, 0, 1000, false",
    "101, 1000, 0, 30, true",
    "15, 30, 15, 30, false"
  })
  void flagsASharesRiseOrFallByMoreThan10Points(
      long failed, long outcomes, long failedBefore, long outcomesBefore, boolean flagged) {
    Drift drift =
        new Drift(
            Attribute.ACTION,
            "deploy",
            counted(failed),
            counted(outcomes),
            counted(failedBefore),
            counted(outcomesBefore));

    assertThat(drift.flagged()).isEqualTo(flagged);
  }

  @ParameterizedTest
  @EnumSource
  void flagsNothingForWantOfCases(HealthMeasure measure) {
    assertThat(new Rate(measure, counted(0), counted(0)).flagged()).isFalse();
    assertThat(new Rate(measure, counted(1), counted(1)).flagged()).isFalse();
    assertThat(new Rate(measure, counted(0), counted(0)).percent()).isEmpty();
  }

  @Test
  void saysItsLimitsInWords() {
    assertThat(HealthMeasure.GATE_APPROVED.limit().orElseThrow().text())
        .isEqualTo("above 99 percent, of at least 50 answers");
    assertThat(HealthMeasure.VETOED.limit()).isEmpty();
  }

  private static Counted counted(long count) {
    return new Counted(count, "");
  }
}
