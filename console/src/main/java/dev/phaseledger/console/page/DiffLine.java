package dev.phaseledger.console.page;

import java.util.List;

/// A line of a difference between files, with what it does.
///
/// @param kind `added`, `removed`, `place` or `same`, as part of a style class
public record DiffLine(String kind, String text) {

  /// The lines of a difference in the form of `diff -u`.
  public static List<DiffLine> of(String diff) {
    return diff.lines().map(line -> new DiffLine(kind(line), line)).toList();
  }

  private static String kind(String line) {
    if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) {
      return "place";
    }
    return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
  }
}
