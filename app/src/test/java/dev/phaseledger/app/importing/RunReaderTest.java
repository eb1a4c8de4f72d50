package dev.phaseledger.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunReaderTest {

  @TempDir Path directory;

  @Test
  void readsAnArrayAndKnowsTheLineOfEachRun() throws IOException {
    assertThat(read("[\n{\"a\": \"}]\\\"\"},\n\n {\"b\": [1, {\"c\": 2}]}\n]\n"))
        .containsExactly("2 {\"a\":\"}]\\\"\"}", "4 {\"b\":[1,{\"c\":2}]}");
  }

  @Test
  void readsJsonLinesAndSkipsBlankOnes() throws IOException {
    assertThat(read("\uFEFF{\"a\": 1}\r\n\n  \n{\"b\": 2}"))
        .containsExactly("1 {\"a\":1}", "4 {\"b\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"[]", "~~", "~  ~", "[ ]"})
  void findsNoRunsWhereThereAreNone(String text) throws IOException {
    assertThat(read(text == null ? "" : text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1}\\n{\"b\": | line 2",
        "{\"a\": 1}\\n[1] | line 2",
        "{\"a\": 1} {\"b\": 2} | line 1",
        "[{\"a\": 1}\\n{\"b\": 2}] | line 2",
        "[{\"a\": 1},\\n 7] | line 2",
        "[{\"a\": 1},\\n {\"b\": 2} | line 2",
        "[{\"a\": 1},\\n {\"b\": | line 2",
        "[{\"a\": 1}]\\n x | line 2",
        "[{\"a\": 1},\\n] | line 2",
        "{\"a\": 1, \"a\": 2} | line 1",
        "hello | line 1",
      })
  void namesTheLineThatCannotBeRead(String text, String line) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, failure -> assertThat(failure.field()).isEqualTo(line));
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    Path file = directory.resolve("runs");
    Files.write(file, "{\"a\": \"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("is not UTF-8");
  }

  private List<String> read(String text) throws IOException {
    Path file = directory.resolve("runs");
    Files.writeString(file, text);
    return readAll(file);
  }

  private static List<String> readAll(Path file) throws IOException {
    List<String> runs = new ArrayList<>();
    try (RunReader reader = RunReader.open(file)) {
      Optional<RunReader.Located> next = reader.next();
      while (next.isPresent()) {
        runs.add(next.get().line() + " " + Json.text(next.get().run()));
        next = reader.next();
      }
    }
    return runs;
  }
}
