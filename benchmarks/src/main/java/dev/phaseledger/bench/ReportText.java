package dev.phaseledger.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The form of a report that people read.
final class ReportText {

  private static final List<String> HEADINGS =
      List.of(
          "callers",
          "variant",
          "per second",
          "x jdbc",
          "p50 ms",
          "p99 ms",
          "JVM us",
          "PG us",
          "others");

  private static final String GAP = "  ";
  private static final double GIBIBYTE = 1L << 30;

  private ReportText() {}

  static String of(DecisionReport report) {
    var text = new StringBuilder();
    var out = new Formatter(text, Locale.ROOT);
    head(out, report.machine());
    table(text, report);
    text.append('\n');
    for (Map.Entry<Variant.Name, Integer> variant : report.recordedBytes().entrySet()) {
      out.format(
          "%-8s  %s; records %,d bytes\n",
          variant.getKey().label(), variant.getKey().description(), variant.getValue());
    }
    out.format(
        """

        Figures are medians of %d rounds, with (minimum-maximum); variants took turns of %s in every round.
        x jdbc      throughput by that of plain JDBC with as many callers in the same round
        JVM us      CPU time of the whole JVM by operations, in microseconds; PG us: of all server processes
        others      cores that everything else on the machine kept busy meanwhile: should be near 0
        """,
        report.options().rounds(), seconds(report.options().cell()));
    for (DecisionReport.Row row : report.rows()) {
      row.clientCpuMicros()
          .ifPresent(cpu ->
              out.format(
                  "client      asking over %d connections took %,.0f us of CPU by operation, in a process of"
                      + " its own: not in JVM us, not in others\n",
                  row.callers(), cpu.median()));
    }
    report.remarks().forEach(remark -> out.format("NOTE: %s\n", remark));
    return text.toString();
  }

  static void head(Formatter out, Machine machine) {
    out.format(
        "machine     %d cores%s, %.1f GiB, %s\n",
        machine.cores(),
        machine.processor().map(name -> " (" + name + ")").orElse(""),
        machine.memoryBytes() / GIBIBYTE,
        machine.operatingSystem());
    out.format(
        "JDK         %s, %s, heap up to %.1f GiB\n",
        machine.jdk(), machine.garbageCollectors(), machine.heapMaxBytes() / GIBIBYTE);
    if (!machine.hasServer()) {
      out.format("\n");
      return;
    }
    out.format(
        "PostgreSQL  %s%s\n",
        machine.postgresql(), machine.dataFileSystem().map(type -> ", data on " + type).orElse(""));
    out.format(
        "            %s\n\n",
        machine.settings().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(" ")));
  }

  private static void table(StringBuilder text, DecisionReport report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    report.rows().forEach(row -> lines.add(cells(row)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> cells : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], cells.get(column).length());
      }
    }
    int callers = 0;
    for (int number = 0; number < lines.size(); number++) {
      if (number > 0 && report.rows().get(number - 1).callers() != callers) {
        callers = report.rows().get(number - 1).callers();
        text.append(number > 1 ? "\n" : "");
      }
      text.append(aligned(lines.get(number), widths)).append('\n');
    }
  }

  private static String aligned(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String space = " ".repeat(widths[column] - cells.get(column).length());
      // Names are read from the left, figures are compared from the right.
      boolean name = HEADINGS.get(column).equals("variant");
      line.append(name ? cells.get(column) + space : space + cells.get(column));
      line.append(column < widths.length - 1 ? GAP : "");
    }
    return line.toString().stripTrailing();
  }

  private static List<String> cells(DecisionReport.Row row) {
    return List.of(
        Integer.toString(row.callers()),
        row.variant().label(),
        spread("%,.0f", row.perSecond()),
        spread("%.2f", row.ratio()),
        figure("%.2f", row.p50Micros().median() / 1_000),
        figure("%.2f", row.p99Micros().median() / 1_000),
        figure("%,.0f", row.jvmCpuMicros().median()),
        row.postgresCpuMicros().map(cpu -> figure("%,.0f", cpu.median())).orElse("?"),
        row.otherCores().map(cores -> figure("%.2f", cores.median())).orElse("?"));
  }

  static String spread(String format, Spread spread) {
    return "%s (%s-%s)"
        .formatted(
            figure(format, spread.median()),
            figure(format, spread.min()),
            figure(format, spread.max()));
  }

  static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static String seconds(Duration duration) {
    String number = String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1e3);
    return number.replaceAll("\\.?0+$", "") + " s";
  }
}
