package dev.phaseledger.bench;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/// The form of a report that programs read.
final class ReportJson {

  /// Raised when a member changes its meaning or goes; new members do not raise it.
  private static final int FORMAT = 1;

  /// Decimal places of figures.
  private static final int PLACES = 3;

  private ReportJson() {}

  static Fields of(DecisionReport report) {
    return Fields.with("benchmark", new Text("decision"))
        .put("format", FORMAT)
        .put("measuredAt", report.measuredAt().toString())
        .put("options", options(report.options()))
        .put("machine", machine(report.machine()))
        .put("postgresql", postgresql(report.machine()))
        .put(
            "variants",
            new Items(
                report.recordedBytes().entrySet().stream()
                    .map(entry -> variant(entry.getKey(), entry.getValue()))
                    .toList()))
        .put("results", new Items(report.rows().stream().map(ReportJson::row).toList()))
        .put("remarks", Items.ofTexts(report.remarks()))
        .build();
  }

  private static Fields options(BenchmarkOptions options) {
    return Fields.with(
            "callers", new Items(options.callers().stream().<JsonValue>map(Num::of).toList()))
        .put("secondsPerCell", seconds(options.cell()))
        .put("rounds", options.rounds())
        .put("warmupSeconds", seconds(options.warmup()))
        .build();
  }

  static Fields machine(Machine machine) {
    return Fields.with("cores", Num.of(machine.cores()))
        .put("processor", text(machine.processor()))
        .put("memoryBytes", machine.memoryBytes())
        .put("operatingSystem", machine.operatingSystem())
        .put("jdk", machine.jdk())
        .put("garbageCollectors", machine.garbageCollectors())
        .put("heapMaxBytes", machine.heapMaxBytes())
        .build();
  }

  static Fields postgresql(Machine machine) {
    var settings = Fields.builder();
    machine.settings().forEach(settings::put);
    return Fields.with("version", new Text(machine.postgresql()))
        .put("settings", settings.build())
        .put("dataFileSystem", text(machine.dataFileSystem()))
        .build();
  }

  private static JsonValue variant(Variant.Name name, int recordedBytes) {
    return Fields.with("name", new Text(name.label()))
        .put("description", name.description())
        .put("recordedBytes", recordedBytes)
        .build();
  }

  private static JsonValue row(DecisionReport.Row row) {
    return Fields.with("variant", new Text(row.variant().label()))
        .put("callers", row.callers())
        .put("operations", row.operations())
        .put("operationsPerSecond", spread(row.perSecond()))
        .put("ratioToJdbc", spread(row.ratio()))
        .put(
            "latencyMicros",
            Fields.with("p50", spread(row.p50Micros())).put("p99", spread(row.p99Micros())).build())
        .put(
            "cpuMicrosPerOperation",
            Fields.with("jvm", spread(row.jvmCpuMicros()))
                .put("postgresql", spread(row.postgresCpuMicros()))
                .put("client", spread(row.clientCpuMicros()))
                .build())
        .put("otherCpuCores", spread(row.otherCores()))
        .build();
  }

  static JsonValue spread(Optional<Spread> spread) {
    return spread.<JsonValue>map(ReportJson::spread).orElse(Nil.NULL);
  }

  static Fields spread(Spread spread) {
    return Fields.with("median", number(spread.median()))
        .put("min", number(spread.min()))
        .put("max", number(spread.max()))
        .put(
            "rounds",
            new Items(spread.rounds().stream().<JsonValue>map(ReportJson::number).toList()))
        .build();
  }

  static Num number(double value) {
    return new Num(BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_EVEN));
  }

  static Num seconds(Duration duration) {
    return new Num(BigDecimal.valueOf(duration.toMillis(), 3));
  }

  private static JsonValue text(Optional<String> text) {
    return text.<JsonValue>map(Text::new).orElse(Nil.NULL);
  }
}
