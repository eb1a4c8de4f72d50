package dev.phaseledger.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints columns that line up: the first to the left, the others, numbers mostly, to the right.
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table row(Object... cells) {
    rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int column = 0; column < row.size(); column++) {
        String padding = " ".repeat(widths[column] - row.get(column).length());
        line.append(' ');
        line.append(column == 0 ? row.get(column) + padding : " " + padding + row.get(column));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
