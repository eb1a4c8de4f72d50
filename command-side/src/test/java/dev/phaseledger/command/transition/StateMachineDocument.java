package dev.phaseledger.command.transition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `docs/state-machines.md`: one section for each table, drawn from it. A section that differs from
/// its table fails the build; run the tests with `-Dstate-machines.write` to draw it anew.
public final class StateMachineDocument {

  private static final Path FILE = Path.of("..", "docs", "state-machines.md");
  private static final String WRITE = "state-machines.write";
  private static final String HEADING =
      """
      # State machines

      Drawn from the tables that the deciders obey; a test fails if a drawing and its table differ. Draw them anew with
      `./mvnw -pl command-side -am test -Dstate-machines.write`.
      """;

  private StateMachineDocument() {}

  /// Holds the section of a table against the table.
  public static void requireDrawn(TransitionTable<?> table) {
    String section = "\n## %s\n\n```mermaid\n%s```\n".formatted(table.name(), table.mermaid());
    try {
      String text = Files.exists(FILE) ? Files.readString(FILE) : HEADING;
      if (System.getProperty(WRITE) != null) {
        text = replaced(text, table.name(), section);
        Files.writeString(FILE, text);
      }
      assertThat(text)
          .as("section '%s' of %s; draw it anew with -D%s", table.name(), FILE, WRITE)
          .contains(section);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String replaced(String text, String name, String section) {
    int start = text.indexOf("\n## " + name + "\n");
    if (start < 0) {
      return text + section;
    }
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(0, start) + section + (end < 0 ? "" : text.substring(end));
  }
}
