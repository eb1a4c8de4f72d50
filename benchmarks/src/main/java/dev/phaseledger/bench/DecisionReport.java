package dev.phaseledger.bench;

import dev.phaseledger.api.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a run has shown.
public final class DecisionReport implements Report {

  private final Instant measuredAt;
  private final BenchmarkOptions options;
  private final Machine machine;
  private final Map<Variant.Name, Integer> recordedBytes;
  private final List<Row> rows;
  private final List<String> remarks;

  private DecisionReport(
      Instant measuredAt,
      BenchmarkOptions options,
      Machine machine,
      Map<Variant.Name, Integer> recordedBytes,
      List<Row> rows,
      List<String> remarks) {
    this.measuredAt = measuredAt;
    this.options = options;
    this.machine = machine;
    this.recordedBytes = recordedBytes;
    this.rows = rows;
    this.remarks = List.copyOf(remarks);
  }

  /// One variant at one number of callers, over all rounds.
  ///
  /// @param ratio throughput by that of plain JDBC with as many callers in the same round
  /// @param otherCores cores that other processes of the machine were using meanwhile
  /// @param clientCpuMicros CPU time by operation of the process that asked, if not this one
  record Row(
      Variant.Name variant,
      int callers,
      long operations,
      Spread perSecond,
      Spread ratio,
      Spread p50Micros,
      Spread p99Micros,
      Spread jvmCpuMicros,
      Optional<Spread> postgresCpuMicros,
      Optional<Spread> otherCores,
      Optional<Spread> clientCpuMicros) {}

  /// Sums the rounds up.
  ///
  /// @param rounds the measurements of every round, each with all cells
  static DecisionReport of(
      Instant measuredAt,
      BenchmarkOptions options,
      Machine machine,
      Map<Variant.Name, Integer> recordedBytes,
      List<List<Measurement>> rounds,
      Optional<String> cpuUnavailable) {
    List<Row> rows = new ArrayList<>();
    for (int callers : options.callers()) {
      for (Variant.Name variant : recordedBytes.keySet()) {
        rows.add(row(variant, callers, rounds));
      }
    }
    List<String> remarks = new ArrayList<>();
    cpuUnavailable.ifPresent(remarks::add);
    if (!machine.durable()) {
      remarks.add("fsync or synchronous_commit is off: nothing that was measured is durable");
    }
    if (machine.dataFileSystem().filter("tmpfs"::equals).isPresent()) {
      remarks.add("the data lies in memory (tmpfs): nothing that was measured is durable");
    }
    return new DecisionReport(
        measuredAt, options, machine, new EnumMap<>(recordedBytes), rows, remarks);
  }

  private static Row row(Variant.Name variant, int callers, List<List<Measurement>> rounds) {
    List<Measurement> cells = rounds.stream().map(r -> cell(r, variant, callers)).toList();
    List<Double> ratios =
        rounds.stream()
            .map(round ->
                cell(round, variant, callers).perSecond()
                    / cell(round, Variant.Name.JDBC, callers).perSecond())
            .toList();
    return new Row(
        variant,
        callers,
        cells.stream().mapToLong(Measurement::operations).sum(),
        spread(cells, Measurement::perSecond),
        Spread.of(ratios),
        spread(cells, m -> m.p50Nanos() / 1e3),
        spread(cells, m -> m.p99Nanos() / 1e3),
        spread(cells, m -> m.microsPerOperation(m.jvmCpuNanos())),
        ifAll(cells, m -> m.postgresCpuNanos().map(m::microsPerOperation)),
        ifAll(cells, m -> m.otherCpuNanos().map(m::cores)),
        ifAll(cells, m -> m.clientCpuNanos().map(m::microsPerOperation)));
  }

  private static Measurement cell(List<Measurement> round, Variant.Name variant, int callers) {
    return round.stream()
        .filter(m -> m.variant() == variant && m.callers() == callers)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("a round lacks " + variant + " at " + callers));
  }

  private static Spread spread(List<Measurement> cells, ToDoubleFunction<Measurement> figure) {
    return Spread.of(cells.stream().mapToDouble(figure).boxed().toList());
  }

  private static Optional<Spread> ifAll(
      List<Measurement> cells, java.util.function.Function<Measurement, Optional<Double>> figure) {
    List<Double> known = cells.stream().map(figure).flatMap(Optional::stream).toList();
    return known.size() == cells.size() ? Optional.of(Spread.of(known)) : Optional.empty();
  }

  Instant measuredAt() {
    return measuredAt;
  }

  BenchmarkOptions options() {
    return options;
  }

  Machine machine() {
    return machine;
  }

  Map<Variant.Name, Integer> recordedBytes() {
    return recordedBytes;
  }

  List<Row> rows() {
    return rows;
  }

  /// What a reader has to know before believing the figures.
  List<String> remarks() {
    return remarks;
  }

  @Override
  public String text() {
    return ReportText.of(this);
  }

  @Override
  public String json() {
    return Json.text(ReportJson.of(this));
  }
}
