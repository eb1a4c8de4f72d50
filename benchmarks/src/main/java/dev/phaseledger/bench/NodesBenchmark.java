package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Measures two nodes on one database against one, in full decisions under many contracts; and then
/// reads the log itself, to see that nothing that was acknowledged is lost or doubled.
public final class NodesBenchmark {

  private static final TenantId TENANT = new TenantId("bench");

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "decisionsPerSecond", "per second", "%,.0f", "decisions of all nodes together"),
          new FigureReport.Column(
              "ratioToOneNode", "x one", "%.2f", "throughput by that of `one` in the same round"),
          new FigureReport.Column(
              "p50Millis", "p50 ms", "%.2f", "latency of half of the decisions"),
          new FigureReport.Column(
              "p99Millis", "p99 ms", "%.2f", "latency of 99 % of the decisions"),
          new FigureReport.Column(
              "jvmCpuMicros", "JVM us", "%,.0f", "CPU time of the whole JVM by decisions"),
          new FigureReport.Column(
              "postgresCpuMicros",
              "PG us",
              "%,.0f",
              "CPU time of all server processes by decisions"),
          new FigureReport.Column(
              "entriesPerCommit", "batch", "%.1f", "entries by commits: what a commit carries"),
          new FigureReport.Column(
              "fallbackShare",
              "fallbacks",
              "%.2f",
              "share of the commits that took the lock, because the other node was faster"),
          new FigureReport.Column(
              "conflictShare",
              "conflicts",
              "%.4f",
              "appends refused and decided again, by decisions"),
          new FigureReport.Column(
              "foreignShare",
              "foreign",
              "%.2f",
              "entries of the other node that were read, by decisions"),
          new FigureReport.Column(
              "otherCpuCores",
              "others",
              "%.2f",
              "cores that everything else kept busy meanwhile: should be near 0"));

  private final ScratchDatabase database;
  private final Nodes nodes;
  private final Clock clock;
  private final IdSource ids;
  private final DecisionBenchmark.Progress progress;
  private final DecisionScript script;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  public NodesBenchmark(
      ScratchDatabase database,
      Nodes nodes,
      Clock clock,
      IdSource ids,
      DecisionBenchmark.Progress progress) {
    this.database = database;
    this.nodes = nodes;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
    this.script = new DecisionScript(ids, clock, TENANT);
  }

  /// Starts nodes on the database.
  @FunctionalInterface
  public interface Nodes {

    /// Starts another one; it is closed by whoever asked for it.
    NodeTarget open() throws IOException;
  }

  /// How much is measured.
  ///
  /// @param callers of each node
  public record Options(int callers, Duration cell, int rounds, Duration warmup) {
    public Options {
      if (callers < 1 || 2 * callers > BenchmarkOptions.CALLERS_MAX) {
        throw new InvalidFieldException(
            "callers", "must be from 1 to " + BenchmarkOptions.CALLERS_MAX / 2);
      }
      // The rest is checked as for any benchmark.
      new BenchmarkOptions(List.of(callers), cell, rounds, warmup);
    }
  }

  private enum Setting {
    ONE("one", "one node, %d callers"),
    ONE_DOUBLE("one-double", "one node, twice as many callers as `one`: %d"),
    TWO("two", "two nodes in one process, %d callers together");

    private final String label;
    private final String description;

    Setting(String label, String description) {
      this.label = label;
      this.description = description;
    }
  }

  private record Cell(Measurement measured, NodeTarget.Counters counted) {}

  /// Measures.
  ///
  /// @throws IllegalStateException if anything acknowledged is lost or doubled: then there is a
  ///   defect, and no figure counts
  public FigureReport run(Options options) throws InterruptedException, IOException {
    Server server = Server.of(database);
    var runner = new CellRunner(server.cpu());
    List<Map<Setting, Cell>> rounds = new ArrayList<>();
    try (NodeTarget first = nodes.open()) {
      first.send(script.publishMap());
      Variant one = variant(first, 2 * options.callers());
      if (!options.warmup().isZero()) {
        progress.next("warming up", left(options, 0));
        runner.run(one, 2 * options.callers(), options.warmup());
      }
      for (int round = 0; round < options.rounds(); round++) {
        progress.next(
            "round %d of %d".formatted(round + 1, options.rounds()), left(options, round));
        Map<Setting, Cell> cells = new EnumMap<>(Setting.class);
        cells.put(Setting.ONE, cell(runner, one, options.callers(), options, List.of(first)));
        cells.put(
            Setting.ONE_DOUBLE, cell(runner, one, 2 * options.callers(), options, List.of(first)));
        try (NodeTarget second = nodes.open()) {
          Variant both = new Both(one, variant(second, options.callers()), options.callers());
          cells.put(
              Setting.TWO,
              cell(runner, both, 2 * options.callers(), options, List.of(first, second)));
        }
        rounds.add(cells);
      }
    }
    progress.next("auditing the log", Duration.ZERO);
    LogAudit audit = LogAudit.of(database, TENANT, acknowledged);
    if (!audit.sound()) {
      throw new IllegalStateException(audit.sentence());
    }
    return report(options, server, rounds, audit);
  }

  private Variant variant(NodeTarget node, int callers) {
    return FullDecisions.joining(new Acknowledged(node, acknowledged), script, ids, callers);
  }

  private static Duration left(Options options, int roundsDone) {
    long cells = (long) (options.rounds() - roundsDone) * Setting.values().length;
    return options.cell().multipliedBy(cells);
  }

  private static Cell cell(
      CellRunner runner, Variant variant, int callers, Options options, List<NodeTarget> nodes)
      throws InterruptedException {
    NodeTarget.Counters before = counters(nodes);
    Measurement measured = runner.run(variant, callers, options.cell());
    return new Cell(measured, counters(nodes).since(before));
  }

  private static NodeTarget.Counters counters(List<NodeTarget> nodes) {
    return nodes.stream()
        .map(NodeTarget::counters)
        .reduce(new NodeTarget.Counters(0, 0, 0, 0, 0), NodeTarget.Counters::plus);
  }

  private FigureReport report(
      Options options, Server server, List<Map<Setting, Cell>> rounds, LogAudit audit) {
    List<FigureReport.Row> rows = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      int callers = setting == Setting.ONE ? options.callers() : 2 * options.callers();
      rows.add(
          new FigureReport.Row(
              setting.label, setting.description.formatted(callers), figures(setting, rounds)));
    }
    List<String> remarks = server.remarks();
    remarks.add(audit.sentence());
    return new FigureReport(
        "nodes",
        clock.instant(),
        server.machine(),
        Fields.with("callersOfEachNode", Num.of(options.callers()))
            .put("secondsPerCell", ReportJson.seconds(options.cell()))
            .put("rounds", options.rounds())
            .put("warmupSeconds", ReportJson.seconds(options.warmup()))
            .put("audit", audit.json())
            .build(),
        COLUMNS,
        rows,
        remarks);
  }

  private static List<Optional<Spread>> figures(Setting setting, List<Map<Setting, Cell>> rounds) {
    return List.of(
        measured(setting, rounds, m -> Optional.of(m.perSecond())),
        FigureReport.over(
            rounds,
            round ->
                Optional.of(
                    of(setting, round).measured().perSecond()
                        / of(Setting.ONE, round).measured().perSecond())),
        measured(setting, rounds, m -> Optional.of(m.p50Nanos() / 1e6)),
        measured(setting, rounds, m -> Optional.of(m.p99Nanos() / 1e6)),
        measured(setting, rounds, m -> Optional.of(m.microsPerOperation(m.jvmCpuNanos()))),
        measured(setting, rounds, m -> m.postgresCpuNanos().map(m::microsPerOperation)),
        counted(setting, rounds, c -> (double) c.counted().entries() / c.counted().commits()),
        counted(setting, rounds, c -> (double) c.counted().fallbacks() / c.counted().commits()),
        counted(setting, rounds, c -> (double) c.counted().conflicts() / c.measured().operations()),
        counted(setting, rounds, c -> (double) c.counted().foreign() / c.measured().operations()),
        measured(setting, rounds, m -> m.otherCpuNanos().map(m::cores)));
  }

  private static Cell of(Setting setting, Map<Setting, Cell> round) {
    return Objects.requireNonNull(round.get(setting), "every round measures every setting");
  }

  private static Optional<Spread> measured(
      Setting setting,
      List<Map<Setting, Cell>> rounds,
      Function<Measurement, Optional<Double>> figure) {
    return FigureReport.over(rounds, round -> figure.apply(of(setting, round).measured()));
  }

  private static Optional<Spread> counted(
      Setting setting, List<Map<Setting, Cell>> rounds, Function<Cell, Double> figure) {
    return FigureReport.over(rounds, round -> Optional.of(figure.apply(of(setting, round))));
  }

  /// Callers of one node, and then callers of another.
  private record Both(Variant first, Variant second, int callersOfFirst) implements Variant {

    @Override
    public Name name() {
      return first.name();
    }

    @Override
    public int recordedBytes() {
      return first.recordedBytes();
    }

    @Override
    public Variant.Cell open(int callers) {
      Variant.Cell one = first.open(callersOfFirst);
      Variant.Cell other = second.open(callers - callersOfFirst);
      return new Variant.Cell() {
        @Override
        public Caller caller(int number) {
          return number < callersOfFirst
              ? one.caller(number)
              : other.caller(number - callersOfFirst);
        }

        @Override
        public void close() {
          one.close();
          other.close();
        }
      };
    }
  }
}
