package dev.phaseledger.bench;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What a run has shown: for each thing that was measured, a figure per column over all rounds.
public final class FigureReport implements Report {

  /// Raised when a member changes its meaning or goes; new members do not raise it.
  private static final int FORMAT = 1;

  private static final String GAP = "  ";

  private final String benchmark;
  private final Instant measuredAt;
  private final Machine machine;
  private final Fields options;
  private final List<Column> columns;
  private final List<Row> rows;
  private final List<String> remarks;

  FigureReport(
      String benchmark,
      Instant measuredAt,
      Machine machine,
      Fields options,
      List<Column> columns,
      List<Row> rows,
      List<String> remarks) {
    this.benchmark = benchmark;
    this.measuredAt = measuredAt;
    this.machine = machine;
    this.options = options;
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
    this.remarks = List.copyOf(remarks);
  }

  /// One kind of figure.
  ///
  /// @param name stable name for programs
  /// @param format how a number is shown
  /// @param meaning for the legend
  record Column(String name, String heading, String format, String meaning) {}

  /// One thing that was measured.
  ///
  /// @param name stable name for programs
  /// @param figures one per column; empty where there is none, or it cannot be read
  record Row(String name, String description, List<Optional<Spread>> figures) {
    Row {
      figures = List.copyOf(figures);
    }
  }

  /// The figure of every round, if all rounds have one.
  static <R> Optional<Spread> over(List<R> rounds, Function<R, Optional<Double>> figure) {
    List<Double> known = rounds.stream().map(figure).flatMap(Optional::stream).toList();
    return known.isEmpty() || known.size() < rounds.size()
        ? Optional.empty()
        : Optional.of(Spread.of(known));
  }

  /// The figures of every row, in order.
  List<Row> rows() {
    return rows;
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    var out = new Formatter(text, Locale.ROOT);
    ReportText.head(out, machine);
    table(text);
    text.append('\n');
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    for (Row row : rows) {
      text.append(padded(row.name(), width)).append(GAP).append(row.description()).append('\n');
    }
    text.append("\nFigures are medians of all rounds, with (minimum-maximum).\n");
    int headings = columns.stream().mapToInt(column -> column.heading().length()).max().orElse(0);
    for (Column column : columns) {
      text.append(padded(column.heading(), headings)).append(GAP);
      text.append(column.meaning()).append('\n');
    }
    remarks.forEach(remark -> out.format("NOTE: %s\n", remark));
    return text.toString();
  }

  private void table(StringBuilder text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> headings = new ArrayList<>(List.of(""));
    columns.forEach(column -> headings.add(column.heading()));
    lines.add(headings);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (int i = 0; i < columns.size(); i++) {
        String format = columns.get(i).format();
        cells.add(
            row.figures().get(i).map(figure -> ReportText.spread(format, figure)).orElse("-"));
      }
      lines.add(cells);
    }
    for (List<String> line : lines) {
      var aligned = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(cells -> cells.get(at).length()).max().orElse(0);
        String cell = line.get(column);
        // Names are read from the left, figures are compared from the right.
        String space = " ".repeat(width - cell.length());
        aligned.append(column == 0 ? cell + space : GAP + space + cell);
      }
      text.append(aligned.toString().stripTrailing()).append('\n');
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  @Override
  public String json() {
    return Json.text(
        Fields.with("benchmark", new Text(benchmark))
            .put("format", FORMAT)
            .put("measuredAt", measuredAt.toString())
            .put("options", options)
            .put("machine", ReportJson.machine(machine))
            .put("postgresql", machine.hasServer() ? ReportJson.postgresql(machine) : Nil.NULL)
            .put("results", new Items(rows.stream().map(this::result).toList()))
            .put("remarks", Items.ofTexts(remarks))
            .build());
  }

  private JsonValue result(Row row) {
    Fields.Builder result =
        Fields.with("name", new Text(row.name())).put("description", row.description());
    for (int i = 0; i < columns.size(); i++) {
      result.put(columns.get(i).name(), ReportJson.spread(row.figures().get(i)));
    }
    return result.build();
  }
}
