package dev.phaseledger.console.maps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.query.MapDiffView;
import dev.phaseledger.console.maps.DiffBlock.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DiffBlockTest {

  private static MapDiffView diff(List<String> lines) {
    return new MapDiffView(
        Digest.of("one"),
        Digest.of("two"),
        List.of(),
        List.of(),
        List.of("A"),
        lines,
        Optional.empty());
  }

  private static List<String> same(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(" line " + i);
    }
    return lines;
  }

  private static List<String> changeBetween(int before, int after) {
    List<String> lines = same(before);
    lines.add("-old");
    lines.add("+new");
    lines.addAll(same(after));
    return lines;
  }

  @Test
  void numbersTheLinesOfBothVersions() {
    assertThat(DiffBlock.of(diff(List.of(" a", "-b", "+c", "+d", " e")), true).lines())
        .containsExactly(
            new Line("same", "", "1", "1", "a"),
            new Line("gone", "−", "2", "", "b"),
            new Line("new", "+", "", "2", "c"),
            new Line("new", "+", "", "3", "d"),
            new Line("same", "", "3", "4", "e"));
  }

  @Test
  void foldsWhatDidNotChangeButForItsNeighbours() {
    DiffBlock block = DiffBlock.of(diff(changeBetween(20, 10)), false);
    assertThat(block.folded()).isTrue();
    assertThat(block.lines())
        .extracting(Line::kind)
        .containsExactly(
            "fold", "same", "same", "same", "gone", "new", "same", "same", "same", "fold");
    assertThat(block.lines().getFirst().text()).isEqualTo("17 lines are the same");
    assertThat(block.lines().getLast().text()).isEqualTo("7 lines are the same");
    assertThat(block.lines().get(1).before()).isEqualTo("18");
  }

  @Test
  void losesNoLineWhateverIsFolded() {
    for (int before = 0; before < 12; before++) {
      for (int after = 0; after < 12; after++) {
        List<String> lines = changeBetween(before, after);
        int shown = 0;
        for (Line line : DiffBlock.of(diff(lines), false).lines()) {
          shown +=
              line.kind().equals("fold")
                  ? Integer.parseInt(line.text().substring(0, line.text().indexOf(' ')))
                  : 1;
        }
        assertThat(shown).as("%d before, %d after", before, after).isEqualTo(lines.size());
      }
    }
  }

  @Test
  void foldsNothingWhereTheWholeIsAskedFor() {
    DiffBlock block = DiffBlock.of(diff(changeBetween(20, 10)), true);
    assertThat(block.folded()).isFalse();
    assertThat(block.lines()).hasSize(32);
  }

  @Test
  void saysOfEqualVersionsThatAllIsTheSame() {
    assertThat(DiffBlock.of(diff(same(30)), false).lines())
        .singleElement()
        .extracting(Line::text)
        .isEqualTo("30 lines are the same");
  }
}
