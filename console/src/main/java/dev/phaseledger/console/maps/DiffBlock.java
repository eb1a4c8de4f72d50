package dev.phaseledger.console.maps;

import dev.phaseledger.api.query.MapDiffView;
import java.util.ArrayList;
import java.util.List;

/// What differs between two versions, as the page shows it: line by line, with what did not change
/// folded.
///
/// @param unreadable why nothing is said of invariants; empty if it is
/// @param folded whether lines are left out
record DiffBlock(
    String from,
    String to,
    List<String> added,
    List<String> removed,
    List<String> changed,
    String unreadable,
    List<Line> lines,
    boolean folded) {

  /// Unchanged lines that are shown before and after a change.
  static final int CONTEXT_LINES = 3;

  /// One line, or a stretch that is left out.
  ///
  /// @param kind `same`, `gone`, `new` or `fold`
  /// @param before its number in the earlier version; empty if it is not in it
  /// @param after its number in the later version; empty if it is not in it
  record Line(String kind, String sign, String before, String after, String text) {}

  static DiffBlock of(MapDiffView diff, boolean whole) {
    List<Line> all = numbered(diff.lines());
    List<Line> shown = whole ? all : folded(all);
    return new DiffBlock(
        diff.from().value(),
        diff.to().value(),
        diff.added(),
        diff.removed(),
        diff.changed(),
        diff.unreadable().orElse(""),
        shown,
        shown.size() < all.size());
  }

  private static List<Line> numbered(List<String> lines) {
    List<Line> numbered = new ArrayList<>();
    int before = 0;
    int after = 0;
    for (String line : lines) {
      String text = line.substring(1);
      switch (line.charAt(0)) {
        case '-' -> numbered.add(new Line("gone", "−", Integer.toString(++before), "", text));
        case '+' -> numbered.add(new Line("new", "+", "", Integer.toString(++after), text));
        default ->
            numbered.add(
                new Line("same", "", Integer.toString(++before), Integer.toString(++after), text));
      }
    }
    return numbered;
  }

  private static List<Line> folded(List<Line> all) {
    List<Line> shown = new ArrayList<>();
    int index = 0;
    while (index < all.size()) {
      int end = index;
      while (end < all.size() && all.get(end).kind().equals("same")) {
        end++;
      }
      int head = index == 0 ? 0 : CONTEXT_LINES;
      int tail = end == all.size() ? 0 : CONTEXT_LINES;
      int hidden = end - index - head - tail;
      if (hidden > 1) {
        shown.addAll(all.subList(index, index + head));
        shown.add(new Line("fold", "", "", "", hidden + " lines are the same"));
        shown.addAll(all.subList(end - tail, end));
      } else {
        shown.addAll(all.subList(index, end));
      }
      if (end < all.size()) {
        shown.add(all.get(end));
      }
      index = end + 1;
    }
    return shown;
  }
}
