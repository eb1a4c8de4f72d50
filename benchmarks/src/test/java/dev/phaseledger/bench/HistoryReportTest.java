package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReportTest {

  private static final HistoryOptions OPTIONS =
      new HistoryOptions(50_000, Duration.ofSeconds(1), 3, Duration.ZERO, 2);

  @Test
  void comparesWithinARound() {
    // A machine that gets slower: within each round both cost the same.
    HistoryReport report =
        report(
            List.of(
                new HistoryReport.Round(measured(1_000, 500), measured(1_000, 500)),
                new HistoryReport.Round(measured(100, 500), measured(100, 500)),
                new HistoryReport.Round(measured(100, 500), measured(50, 1_000))));

    assertThat(report.ratio()).isEqualTo(Spread.of(List.of(1.0, 1.0, 2.0)));
  }

  @Test
  void showsPeopleBothContractsAndWhatLoadingTakes() {
    String text = report(same()).text();

    assertThat(text)
        .containsPattern("short history +1,000 +")
        .containsPattern("long history +50,000 +1,000 \\(1,000-1,000\\) +500 +500 ")
        .contains("CPU ratio   1.000 (1.000-1.000) long by short, target at most 1.10")
        .contains("cold load   30.0 (20.0-40.0) ms from the snapshot, on 2 fresh nodes")
        .contains("fold        9,000 ms from all entries")
        .doesNotContain("NOTE");
  }

  @Test
  void givesProgramsFiguresAsNumbers() {
    var json = (Fields) Json.parse(report(same()).json());

    assertThat(json.members().keySet())
        .containsExactly(
            "benchmark",
            "coldLoadMillis",
            "coldLoadMillisTarget",
            "cpuRatio",
            "cpuRatioTarget",
            "foldMillis",
            "format",
            "machine",
            "measuredAt",
            "options",
            "postgresql",
            "remarks",
            "results");
    assertThat(((Fields) member(json, "cpuRatio")).find("median"))
        .hasValue(new Num(BigDecimal.ONE));
    var longOne = (Fields) ((JsonValue.Items) member(json, "results")).values().getLast();
    assertThat(longOne.members().keySet())
        .containsExactly(
            "contract",
            "cpuMicrosPerOperation",
            "events",
            "latencyMicros",
            "operations",
            "operationsPerSecond",
            "otherCpuCores");
    assertThat(member(longOne, "events")).isEqualTo(Num.of(50_000));
  }

  @Test
  void saysWhatItCouldNotRead() {
    Measurement seen = measured(10, 500);
    var blind =
        new Measurement(
            seen.variant(),
            seen.callers(),
            seen.operations(),
            seen.elapsedNanos(),
            seen.p50Nanos(),
            seen.p99Nanos(),
            seen.jvmCpuNanos(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    HistoryReport report =
        HistoryReport.of(
            Instant.EPOCH,
            OPTIONS,
            machine(),
            List.of(new HistoryReport.Round(blind, blind)),
            1,
            List.of(1L),
            Optional.of("no /proc here"));

    assertThat(report.text()).contains("NOTE: no /proc here; the ratio is that of the JVM alone");
    var json = (Fields) Json.parse(report.json());
    var result = (Fields) ((JsonValue.Items) member(json, "results")).values().getFirst();
    assertThat(member(result, "otherCpuCores")).isEqualTo(Nil.NULL);
  }

  @ParameterizedTest
  @CsvSource({
    "999, 1000, 1, 0, 1, events",
    "10000001, 1000, 1, 0, 1, events",
    "1000, 99, 1, 0, 1, seconds",
    "1000, 1000, 0, 0, 1, rounds",
    "1000, 1000, 1, -1, 1, warmup",
    "1000, 1000, 1, 0, 0, loads"
  })
  void namesTheOptionThatIsOutOfRange(
      long events, long cellMillis, int rounds, long warmupMillis, int loads, String field) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() ->
            new HistoryOptions(
                events,
                Duration.ofMillis(cellMillis),
                rounds,
                Duration.ofMillis(warmupMillis),
                loads))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private static List<HistoryReport.Round> same() {
    var round = new HistoryReport.Round(measured(1_000, 500), measured(1_000, 500));
    return List.of(round, round, round);
  }

  private static HistoryReport report(List<HistoryReport.Round> rounds) {
    return HistoryReport.of(
        Instant.EPOCH,
        OPTIONS,
        machine(),
        rounds,
        9_000_000_000L,
        List.of(20_000_000L, 40_000_000L),
        Optional.empty());
  }

  /// So many operations within a second, each at so many microseconds of the JVM and of the server.
  private static Measurement measured(long operations, long micros) {
    return new Measurement(
        Variant.Name.DECISION,
        1,
        operations,
        1_000_000_000L,
        1_000_000,
        2_000_000,
        operations * micros * 1_000,
        Optional.of(operations * micros * 1_000),
        Optional.of(0L),
        Optional.empty());
  }

  private static Machine machine() {
    return new Machine(
        2,
        Optional.empty(),
        8L << 30,
        "Linux",
        "Some vendor 25",
        "G1",
        4L << 30,
        "18.6",
        new TreeMap<>(Map.of("fsync", "on", "synchronous_commit", "on")),
        Optional.of("ext4"));
  }

  private static JsonValue member(Fields fields, String name) {
    return fields.find(name).orElseThrow();
  }
}
