package dev.phaseledger.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawDiffTest {

  private static List<RawDiff.Change> parse(String text) {
    return RawDiff.parse(text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsCommitsAndMergesInOneList() {
    List<RawDiff.Change> changes =
        parse(
            ":100644 120000 aa bb T|docs/link|::100644 100644 100755 aa bb cc MM|two\nlines|"
                + ":160000 000000 aa 00 D|lib|");
    assertThat(changes)
        .extracting(RawDiff.Change::path)
        .containsExactly("docs/link", "two\nlines", "lib");
    assertThat(changes).extracting(RawDiff.Change::result).containsExactly("bb", "cc", "00");
    assertThat(changes).extracting(RawDiff.Change::leavesLink).containsExactly(true, false, false);
    assertThat(changes)
        .extracting(RawDiff.Change::concernsSubmodule)
        .containsExactly(false, false, true);
    assertThat(changes).extracting(RawDiff.Change::concernsFile).containsExactly(true, true, false);
  }

  @Test
  void countsAFileThatBecomesASubmoduleAsBoth() {
    RawDiff.Change change = parse(":100644 160000 aa bb T|lib|").getFirst();
    assertThat(change.concernsFile()).isTrue();
    assertThat(change.concernsSubmodule()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "100644 100644 aa bb M|a|",
        ":100644 100644 aa M|a|",
        ":100644 100644 aa bb M|a",
        ":100644 100644 aa bb M|"
      })
  void refusesWhatItCannotRead(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(Refusal.class);
  }
}
