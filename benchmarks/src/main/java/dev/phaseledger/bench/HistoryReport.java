package dev.phaseledger.bench;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What a run has shown of long histories.
public final class HistoryReport implements Report {

  /// CPU time per decision with a long history, at most, by that with a short one.
  public static final double RATIO_TARGET = 1.1;

  /// First decision of a fresh node under the long contract, in milliseconds, at most.
  public static final double LOAD_MILLIS_TARGET = 50;

  /// Raised when a member of the JSON form changes its meaning or goes.
  private static final int FORMAT = 1;

  private static final double MILLI_NANOS = 1e6;

  private final Instant measuredAt;
  private final HistoryOptions options;
  private final Machine machine;
  private final List<Round> rounds;
  private final Spread ratio;
  private final double foldedMillis;
  private final Spread loadMillis;
  private final List<String> remarks;

  /// Both contracts in one round.
  record Round(Measurement few, Measurement many) {

    double ratio() {
      return cpuMicros(many) / cpuMicros(few);
    }
  }

  private HistoryReport(
      Instant measuredAt,
      HistoryOptions options,
      Machine machine,
      List<Round> rounds,
      double foldedMillis,
      Spread loadMillis,
      List<String> remarks) {
    this.measuredAt = measuredAt;
    this.options = options;
    this.machine = machine;
    this.rounds = List.copyOf(rounds);
    this.ratio = Spread.of(rounds.stream().map(Round::ratio).toList());
    this.foldedMillis = foldedMillis;
    this.loadMillis = loadMillis;
    this.remarks = List.copyOf(remarks);
  }

  /// Sums the run up.
  ///
  /// @param foldedNanos the first decision of a node that had no snapshot
  /// @param loadNanos the first decision of each fresh node
  static HistoryReport of(
      Instant measuredAt,
      HistoryOptions options,
      Machine machine,
      List<Round> rounds,
      long foldedNanos,
      List<Long> loadNanos,
      Optional<String> cpuUnavailable) {
    List<String> remarks = new ArrayList<>();
    cpuUnavailable.ifPresent(why -> remarks.add(why + "; the ratio is that of the JVM alone"));
    if (!machine.durable()) {
      remarks.add("fsync or synchronous_commit is off: nothing that was measured is durable");
    }
    return new HistoryReport(
        measuredAt,
        options,
        machine,
        rounds,
        foldedNanos / MILLI_NANOS,
        Spread.of(loadNanos.stream().map(nanos -> nanos / MILLI_NANOS).toList()),
        remarks);
  }

  /// Of JVM and server together, per decision.
  private static double cpuMicros(Measurement cell) {
    return cell.microsPerOperation(cell.jvmCpuNanos() + cell.postgresCpuNanos().orElse(0L));
  }

  /// CPU time per decision under the long contract by that under the short one, in each round.
  public Spread ratio() {
    return ratio;
  }

  @Override
  public String text() {
    var text = new StringBuilder();
    var out = new Formatter(text, Locale.ROOT);
    ReportText.head(out, machine);
    out.format(
        "%-14s  %10s  %24s  %8s  %8s  %6s  %7s  %7s  %6s\n",
        "contract", "events", "CPU us", "JVM us", "PG us", "p50 ms", "p99 ms", "per sec", "others");
    row(out, "short history", HistoryOptions.SHORT_EVENTS, Round::few);
    row(out, "long history", options.events(), Round::many);
    out.format(
        """

        CPU ratio   %s long by short, target at most %.2f
        cold load   %s ms from the snapshot, on %d fresh nodes, target at most %.0f ms
        fold        %s ms from all entries, without a snapshot, on one fresh node

        Figures are medians of %d rounds, with (minimum-maximum); the contracts took turns of %s in every round.
        CPU us      CPU time of the whole JVM and all server processes by decisions; each request is decided on
                    in full (20 invariants), and its outcome is recorded: two durable appends of one caller
        events      when the first round begins; the short contract is a new one in every round
        cold load   first decision of a node that has just been opened, from command to durable entry;
                    the server's own caches are warm
        others      cores that everything else on the machine kept busy meanwhile: should be near 0
        """,
        ReportText.spread("%.3f", ratio),
        RATIO_TARGET,
        ReportText.spread("%.1f", loadMillis),
        options.loads(),
        LOAD_MILLIS_TARGET,
        ReportText.figure("%,.0f", foldedMillis),
        rounds.size(),
        ReportText.seconds(options.cell()));
    remarks.forEach(remark -> out.format("NOTE: %s\n", remark));
    return text.toString();
  }

  private void row(Formatter out, String name, long events, Function<Round, Measurement> contract) {
    out.format(
        "%-14s  %,10d  %24s  %8s  %8s  %6s  %7s  %7s  %6s\n",
        name,
        events,
        ReportText.spread("%,.0f", spread(contract, HistoryReport::cpuMicros)),
        median("%,.0f", contract, m -> m.microsPerOperation(m.jvmCpuNanos())),
        ifAll(contract, m -> m.postgresCpuNanos().map(m::microsPerOperation))
            .map(cpu -> ReportText.figure("%,.0f", cpu.median()))
            .orElse("?"),
        median("%.2f", contract, m -> m.p50Nanos() / MILLI_NANOS),
        median("%.2f", contract, m -> m.p99Nanos() / MILLI_NANOS),
        median("%,.0f", contract, Measurement::perSecond),
        ifAll(contract, m -> m.otherCpuNanos().map(m::cores))
            .map(cores -> ReportText.figure("%.2f", cores.median()))
            .orElse("?"));
  }

  @Override
  public String json() {
    return Json.text(
        Fields.with("benchmark", new Text("history"))
            .put("format", FORMAT)
            .put("measuredAt", measuredAt.toString())
            .put(
                "options",
                Fields.with("events", Num.of(options.events()))
                    .put("secondsPerCell", ReportJson.seconds(options.cell()))
                    .put("rounds", options.rounds())
                    .put("warmupSeconds", ReportJson.seconds(options.warmup()))
                    .put("loads", options.loads())
                    .build())
            .put("machine", ReportJson.machine(machine))
            .put("postgresql", ReportJson.postgresql(machine))
            .put(
                "results",
                new Items(
                    List.of(
                        result("short", HistoryOptions.SHORT_EVENTS, Round::few),
                        result("long", options.events(), Round::many))))
            .put("cpuRatio", ReportJson.spread(ratio))
            .put("cpuRatioTarget", ReportJson.number(RATIO_TARGET))
            .put("coldLoadMillis", ReportJson.spread(loadMillis))
            .put("coldLoadMillisTarget", ReportJson.number(LOAD_MILLIS_TARGET))
            .put("foldMillis", ReportJson.number(foldedMillis))
            .put("remarks", Items.ofTexts(remarks))
            .build());
  }

  private Fields result(String name, long events, Function<Round, Measurement> contract) {
    return Fields.with("contract", new Text(name))
        .put("events", events)
        .put("operations", rounds.stream().map(contract).mapToLong(Measurement::operations).sum())
        .put("operationsPerSecond", ReportJson.spread(spread(contract, Measurement::perSecond)))
        .put(
            "cpuMicrosPerOperation",
            Fields.with("all", ReportJson.spread(spread(contract, HistoryReport::cpuMicros)))
                .put(
                    "jvm",
                    ReportJson.spread(spread(contract, m -> m.microsPerOperation(m.jvmCpuNanos()))))
                .put(
                    "postgresql",
                    ifAll(contract, m -> m.postgresCpuNanos().map(m::microsPerOperation))
                        .<JsonValue>map(ReportJson::spread)
                        .orElse(Nil.NULL))
                .build())
        .put(
            "latencyMicros",
            Fields.with("p50", ReportJson.spread(spread(contract, m -> m.micros(m.p50Nanos()))))
                .put("p99", ReportJson.spread(spread(contract, m -> m.micros(m.p99Nanos()))))
                .build())
        .put(
            "otherCpuCores",
            ifAll(contract, m -> m.otherCpuNanos().map(m::cores))
                .<JsonValue>map(ReportJson::spread)
                .orElse(Nil.NULL))
        .build();
  }

  private String median(
      String format, Function<Round, Measurement> contract, ToDoubleFunction<Measurement> figure) {
    return ReportText.figure(format, spread(contract, figure).median());
  }

  private Spread spread(
      Function<Round, Measurement> contract, ToDoubleFunction<Measurement> figure) {
    return Spread.of(rounds.stream().map(contract).mapToDouble(figure).boxed().toList());
  }

  private Optional<Spread> ifAll(
      Function<Round, Measurement> contract, Function<Measurement, Optional<Double>> figure) {
    List<Double> values =
        rounds.stream().map(contract).map(figure).flatMap(Optional::stream).toList();
    return values.size() == rounds.size() ? Optional.of(Spread.of(values)) : Optional.empty();
  }
}
