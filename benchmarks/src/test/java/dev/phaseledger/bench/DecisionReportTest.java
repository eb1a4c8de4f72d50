package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.bench.Variant.Name;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecisionReportTest {

  private static final long SECOND_NANOS = 1_000_000_000L;

  @Test
  void comparesWithPlainInsertsOfTheSameRoundOnly() {
    // A machine that gets slower: within each round the decision is twice as fast.
    DecisionReport report = report(List.of(round(1_000, 500, 2_000), round(100, 50, 200)));

    DecisionReport.Row decision = row(report, Name.DECISION);
    assertThat(decision.ratio()).isEqualTo(Spread.of(List.of(2.0, 2.0)));
    assertThat(decision.perSecond()).isEqualTo(Spread.of(List.of(2_000.0, 200.0)));
    assertThat(decision.operations()).isEqualTo(2_200);
    assertThat(row(report, Name.JDBC).ratio()).isEqualTo(Spread.of(List.of(1.0, 1.0)));
    assertThat(row(report, Name.AXON).ratio()).isEqualTo(Spread.of(List.of(0.5, 0.5)));
  }

  @Test
  void sharesCpuTimeOutAmongTheOperations() {
    DecisionReport report = report(List.of(round(1_000, 500, 2_000)));

    DecisionReport.Row axon = row(report, Name.AXON);
    assertThat(axon.jvmCpuMicros().median()).isEqualTo(800_000.0 / 500);
    assertThat(axon.postgresCpuMicros()).hasValue(Spread.of(List.of(1_200.0)));
    assertThat(axon.otherCores()).hasValue(Spread.of(List.of(0.1)));
  }

  @Test
  void refusesARoundThatLacksACell() {
    List<Measurement> round = round(1, 1, 1).subList(0, 2);

    assertThatIllegalArgumentException().isThrownBy(() -> report(List.of(round)));
  }

  @Test
  void showsPeopleATable() {
    String text = report(List.of(round(1_000, 500, 2_000), round(1_100, 520, 2_600))).text();

    assertThat(text)
        .contains("2 cores (Some processor), 8.0 GiB, Linux")
        .contains("fsync=on synchronous_commit=on")
        .containsPattern("callers +variant +per second +x jdbc +p50 ms +p99 ms")
        .containsPattern(
            "16 +jdbc +1,050 \\(1,000-1,100\\) +1\\.00 \\(1\\.00-1\\.00\\) +1\\.50 +9\\.00 +764 +573 +0\\.10\n")
        .containsPattern("16 +decision +2,300 \\(2,000-2,600\\) +2\\.18 \\(2\\.00-2\\.36\\)")
        .contains("medians of 2 rounds, with (minimum-maximum); variants took turns of 1.5 s")
        .contains("records 4,321 bytes")
        .doesNotContain("NOTE");
  }

  @Test
  void keepsItsMemberNames() {
    JsonValue json = Json.parse(report(List.of(round(1_000, 500, 2_000))).json());

    assertThat(names(json))
        .containsExactly(
            "benchmark",
            "format",
            "machine",
            "machine.cores",
            "machine.garbageCollectors",
            "machine.heapMaxBytes",
            "machine.jdk",
            "machine.memoryBytes",
            "machine.operatingSystem",
            "machine.processor",
            "measuredAt",
            "options",
            "options.callers",
            "options.rounds",
            "options.secondsPerCell",
            "options.warmupSeconds",
            "postgresql",
            "postgresql.dataFileSystem",
            "postgresql.settings",
            "postgresql.settings.fsync",
            "postgresql.settings.synchronous_commit",
            "postgresql.version",
            "remarks",
            "results",
            "variants");
    assertThat(names(items(json, "results").getFirst()))
        .containsExactly(
            "callers",
            "cpuMicrosPerOperation",
            "cpuMicrosPerOperation.client",
            "cpuMicrosPerOperation.jvm",
            "cpuMicrosPerOperation.jvm.max",
            "cpuMicrosPerOperation.jvm.median",
            "cpuMicrosPerOperation.jvm.min",
            "cpuMicrosPerOperation.jvm.rounds",
            "cpuMicrosPerOperation.postgresql",
            "cpuMicrosPerOperation.postgresql.max",
            "cpuMicrosPerOperation.postgresql.median",
            "cpuMicrosPerOperation.postgresql.min",
            "cpuMicrosPerOperation.postgresql.rounds",
            "latencyMicros",
            "latencyMicros.p50",
            "latencyMicros.p50.max",
            "latencyMicros.p50.median",
            "latencyMicros.p50.min",
            "latencyMicros.p50.rounds",
            "latencyMicros.p99",
            "latencyMicros.p99.max",
            "latencyMicros.p99.median",
            "latencyMicros.p99.min",
            "latencyMicros.p99.rounds",
            "operations",
            "operationsPerSecond",
            "operationsPerSecond.max",
            "operationsPerSecond.median",
            "operationsPerSecond.min",
            "operationsPerSecond.rounds",
            "otherCpuCores",
            "otherCpuCores.max",
            "otherCpuCores.median",
            "otherCpuCores.min",
            "otherCpuCores.rounds",
            "ratioToJdbc",
            "ratioToJdbc.max",
            "ratioToJdbc.median",
            "ratioToJdbc.min",
            "ratioToJdbc.rounds",
            "variant");
    assertThat(names(items(json, "variants").getFirst()))
        .containsExactly("description", "name", "recordedBytes");
  }

  @Test
  void givesProgramsFiguresAsNumbers() {
    Fields json = (Fields) Json.parse(report(List.of(round(3, 2, 1))).json());

    assertThat(items(json, "results"))
        .extracting(result -> ((Fields) result).find("variant").orElseThrow())
        .containsExactly(new Text("jdbc"), new Text("axon"), new Text("decision"));
    Fields ratio =
        (Fields) ((Fields) items(json, "results").getLast()).find("ratioToJdbc").orElseThrow();
    assertThat(ratio.find("median")).hasValue(new Num(new BigDecimal("0.333")));
    assertThat(((Fields) json.find("options").orElseThrow()).find("secondsPerCell"))
        .hasValue(new Num(new BigDecimal("1.5")));
  }

  @Test
  void saysWhatItCouldNotRead() {
    List<Measurement> blind =
        round(10, 10, 10).stream()
            .map(m ->
                new Measurement(
                    m.variant(),
                    m.callers(),
                    m.operations(),
                    m.elapsedNanos(),
                    m.p50Nanos(),
                    m.p99Nanos(),
                    m.jvmCpuNanos(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .toList();
    DecisionReport report = report(List.of(blind), machine("on"), Optional.of("no /proc here"));

    assertThat(report.text()).contains("NOTE: no /proc here").containsPattern("jdbc.* \\? +\\?\n");
    Fields result = (Fields) items(Json.parse(report.json()), "results").getFirst();
    assertThat(result.find("otherCpuCores")).hasValue(Nil.NULL);
    assertThat(((Fields) result.find("cpuMicrosPerOperation").orElseThrow()).find("postgresql"))
        .hasValue(Nil.NULL);
  }

  @Test
  void warnsOfFiguresWithoutDurability() {
    DecisionReport report = report(List.of(round(10, 10, 10)), machine("off"), Optional.empty());

    assertThat(report.text()).contains("NOTE: fsync or synchronous_commit is off");
  }

  private static List<Measurement> round(long jdbc, long axon, long decision) {
    return List.of(
        measured(Name.JDBC, jdbc), measured(Name.AXON, axon), measured(Name.DECISION, decision));
  }

  private static Measurement measured(Name variant, long operations) {
    return new Measurement(
        variant,
        16,
        operations,
        SECOND_NANOS,
        1_500_000,
        9_000_000,
        800_000_000,
        Optional.of(600_000_000L),
        Optional.of(100_000_000L),
        Optional.empty());
  }

  private static DecisionReport report(List<List<Measurement>> rounds) {
    return report(rounds, machine("on"), Optional.empty());
  }

  private static DecisionReport report(
      List<List<Measurement>> rounds, Machine machine, Optional<String> unavailable) {
    var recordedBytes = new EnumMap<Name, Integer>(Name.class);
    recordedBytes.put(Name.JDBC, 500);
    recordedBytes.put(Name.AXON, 4_000);
    recordedBytes.put(Name.DECISION, 4_321);
    return DecisionReport.of(
        Instant.parse("2026-03-02T10:00:00Z"),
        new BenchmarkOptions(List.of(16), Duration.ofMillis(1_500), 2, Duration.ZERO),
        machine,
        recordedBytes,
        rounds,
        unavailable);
  }

  private static Machine machine(String fsync) {
    return new Machine(
        2,
        Optional.of("Some processor"),
        8L << 30,
        "Linux 6.1 amd64",
        "Some vendor 25",
        "G1",
        4L << 30,
        "18.6",
        new TreeMap<>(Map.of("fsync", fsync, "synchronous_commit", "on")),
        Optional.of("ext4"));
  }

  private static DecisionReport.Row row(DecisionReport report, Name variant) {
    return report.rows().stream().filter(r -> r.variant() == variant).findFirst().orElseThrow();
  }

  private static List<JsonValue> items(JsonValue json, String name) {
    return ((Items) ((Fields) json).find(name).orElseThrow()).values();
  }

  private static List<String> names(JsonValue json) {
    var names = new ArrayList<String>();
    if (json instanceof Fields fields) {
      fields
          .members()
          .forEach((name, value) -> {
            names.add(name);
            names(value).forEach(inner -> names.add(name + "." + inner));
          });
    }
    return names;
  }
}
