package dev.phaseledger.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Maps that are wrong on purpose. A comment below a line points at what is wrong with the line:
/// `^` at a problem, `~` at a warning, `<` at a problem in the first column, followed by words that
/// message and hint must hold. `# at line:column words` points into a block.
final class InvalidMaps {

  private static final Path FOLDER = Path.of("src", "test", "resources", "invalid-maps");
  private static final String REFUSED_BY_SCHEMA = "# refused by the schema too";

  private InvalidMaps() {}

  /// One such map.
  record Sample(String name, String source, boolean refusedBySchema, List<Mark> marks) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// What must be said, and where.
  record Mark(int line, int column, boolean warning, String words) {}

  static Stream<Sample> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(InvalidMaps::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sample read(Path file) {
    try {
      String source = Files.readString(file);
      return new Sample(
          String.valueOf(file.getFileName()).replace(".yaml", ""),
          source,
          source.startsWith(REFUSED_BY_SCHEMA),
          marks(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Mark> marks(String source) {
    List<Mark> marks = new ArrayList<>();
    int line = 0;
    int number = 0;
    for (String text : source.lines().toList()) {
      number++;
      if (!text.startsWith("#")) {
        line = number;
      } else if (text.startsWith("# at ")) {
        String[] parts = text.substring("# at ".length()).split(" ", 2);
        String[] place = parts[0].split(":", -1);
        marks.add(
            new Mark(Integer.parseInt(place[0]), Integer.parseInt(place[1]), false, parts[1]));
      } else if (!text.equals(REFUSED_BY_SCHEMA)) {
        marks.add(mark(line, text));
      }
    }
    marks.sort(Comparator.comparingInt(Mark::line).thenComparingInt(Mark::column));
    return marks;
  }

  private static Mark mark(int line, String text) {
    int pointer = 1;
    while (text.charAt(pointer) == ' ') {
      pointer++;
    }
    char kind = text.charAt(pointer);
    int column = kind == '<' ? 1 : pointer + 1;
    return new Mark(line, column, kind == '~', text.substring(pointer + 1).strip());
  }
}
