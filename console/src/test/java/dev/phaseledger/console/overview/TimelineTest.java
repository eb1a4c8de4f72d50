package dev.phaseledger.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.query.CountsView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Instant TO = Instant.parse("2026-11-28T10:20:30Z");

  @Test
  void drawsEveryRowOnOneScaleFromTheBottom() {
    Timeline timeline = month(counts());

    assertThat(timeline.highest()).isEqualTo("400");
    assertThat(timeline.rows()).hasSize(5);
    Timeline.Row authorized = timeline.rows().getFirst();
    assertThat(authorized.total()).isEqualTo("500");
    assertThat(authorized.columns())
        .extracting(Timeline.Column::y, Timeline.Column::height)
        .containsExactly(tuple("0.0", "40.0"), tuple("30.0", "10.0"));
    // One of four hundred is still to be seen.
    assertThat(timeline.rows().getLast().columns())
        .singleElement()
        .satisfies(column -> assertThat(column.height()).isEqualTo("1.5"));
  }

  @Test
  void placesColumnsWhereTheirTimeIs() {
    Timeline timeline = month(counts());

    assertThat(timeline.first().shown()).isEqualTo("2026-10-29 00:00:00");
    assertThat(timeline.last().shown()).isEqualTo("2026-11-28 00:00:00");
    assertThat(timeline.width()).isEqualTo(310);
    assertThat(timeline.rows().getFirst().columns())
        .extracting(Timeline.Column::x)
        .containsExactly("291.0", "301.0");
    assertThat(timeline.stretches()).hasSize(2);
  }

  @Test
  void drawsNothingOfNothing() {
    Timeline timeline = month(new CountsView(List.of(), 0));

    assertThat(timeline.rows()).allSatisfy(row -> assertThat(row.columns()).isEmpty());
    assertThat(timeline.highest()).isEqualTo("0");
    assertThat(timeline.stretches()).isEmpty();
  }

  @Test
  void knowsItsPeriods() {
    assertThat(Period.of("quarter")).isEqualTo(Period.QUARTER);
    assertThatThrownBy(() -> Period.of("year"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("day, week, month, quarter");
  }

  private static CountsView counts() {
    return new CountsView(
        List.of(
            count("2026-11-27T00:00:00Z", "AUTHORIZED", 400),
            count("2026-11-28T00:00:00Z", "AUTHORIZED", 100),
            count("2026-11-28T00:00:00Z", "VETOED", 1)),
        501);
  }

  private static CountsView.Count count(String from, String verdict, long entries) {
    return new CountsView.Count(Optional.of(Instant.parse(from)), Optional.of(verdict), entries);
  }

  private static Timeline month(CountsView counts) {
    return Timeline.of(counts, Period.MONTH, TO.minus(Period.MONTH.length()), TO);
  }
}
