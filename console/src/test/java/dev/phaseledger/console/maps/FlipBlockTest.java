package dev.phaseledger.console.maps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.query.BacktestView;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.console.maps.FlipBlock.Cause;
import dev.phaseledger.console.maps.FlipBlock.Flip;
import dev.phaseledger.console.maps.FlipBlock.Place;
import org.junit.jupiter.api.Test;

final class FlipBlockTest {

  private static FlipBlock block(String more) {
    String json =
        """
        {"mode": "STATEFUL", "from": 1, "to": 40, "by": "ada", "at": "2026-11-20T09:00:00Z",
         "judged": 13, "flipped": 12, "same": 1, "unlisted": 2, %s
         "verdicts": {"AUTHORIZED": {"AUTHORIZED": 1, "VETOED": 12}}}
        """
            .formatted(more);
    return FlipBlock.of(new BacktestView(Digest.of("result"), (Fields) Json.parse(json)));
  }

  @Test
  void groupsFlipsByWhatTurnedThemAndThenByAgent() {
    FlipBlock block =
        block(
            """
            "flips": [
              {"cause": "m/A", "agent": "one", "from": "AUTHORIZED", "to": "VETOED", "count": 7,
               "entries": [{"position": 5, "index": 4, "dispatch": "d-1", "href": "/x"}]},
              {"cause": "m/B", "agent": "one", "from": "AUTHORIZED", "to": "VETOED", "count": 3,
               "entries": []},
              {"cause": "m/A", "agent": "two", "from": "AUTHORIZED", "to": "DEFERRED", "count": 2,
               "entries": [{"position": 9, "index": 8, "href": "/y"}]}],
            """);
    assertThat(block.causes()).extracting(Cause::name).containsExactly("m/A", "m/B");
    assertThat(block.causes().getFirst().count()).isEqualTo(9);
    assertThat(block.causes().getFirst().flips())
        .extracting(Flip::agent)
        .containsExactly("one", "two");
    assertThat(block.causes().getFirst().flips().getFirst().places())
        .containsExactly(new Place("d-1", 5));
    assertThat(block.causes().getFirst().flips().getFirst().more()).isEqualTo(6);
    // A result of an older form names no dispatch.
    assertThat(block.causes().getFirst().flips().get(1).places()).containsExactly(new Place("", 9));
  }

  @Test
  void showsOnlyRowsOfVerdictsThatWereRecorded() {
    assertThat(block("").matrix())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.recorded().text()).isEqualTo("authorized");
          assertThat(row.cells()).filteredOn(cell -> cell.same()).hasSize(1);
          assertThat(row.cells()).filteredOn(cell -> cell.count() == 12).hasSize(1);
        });
  }

  @Test
  void hasNoFirstWhereNothingTurnedOutOtherwise() {
    assertThat(block("").first()).isEmpty();
    assertThat(block("").candidate()).isEmpty();
  }
}
