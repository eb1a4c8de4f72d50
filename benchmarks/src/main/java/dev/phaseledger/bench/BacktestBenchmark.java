package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.bench.BacktestTarget.Backtested;
import dev.phaseledger.bench.BacktestTarget.Mode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Measures how fast a whole log is judged again, decision by decision and as a whole, against
/// reading it only. The log holds full decisions, made by the ledger itself; the map that is tried
/// decides about a quarter of them otherwise.
public final class BacktestBenchmark {

  private static final TenantId TENANT = new TenantId("bench");

  /// What makes the map another one: about a quarter of the requests change more lines.
  private static final String LIMIT = "diffLinesMax: 500";

  private static final String LOWER_LIMIT = "diffLinesMax: 300";

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "decisionsPerSecond",
              "decisions/s",
              "%,.0f",
              "decisions that were judged again by elapsed time; of reading, that were read"),
          new FigureReport.Column(
              "ratioToRead", "x read", "%.2f", "by that of reading in the same round"),
          new FigureReport.Column(
              "jvmCpuMicros", "JVM us", "%,.1f", "CPU time of the whole JVM by decisions"),
          new FigureReport.Column(
              "postgresCpuMicros",
              "PG us",
              "%,.1f",
              "CPU time of all server processes by decisions"),
          new FigureReport.Column(
              "otherCpuCores",
              "others",
              "%.2f",
              "cores that everything else kept busy meanwhile: should be near 0"));

  private final ScratchDatabase database;
  private final BacktestTarget target;
  private final Clock clock;
  private final IdSource ids;
  private final DecisionBenchmark.Progress progress;

  public BacktestBenchmark(
      ScratchDatabase database,
      BacktestTarget target,
      Clock clock,
      IdSource ids,
      DecisionBenchmark.Progress progress) {
    this.database = database;
    this.target = target;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
  }

  private record Round(Stretch read, Map<Mode, Stretch> judged) {
    Stretch of(Mode mode) {
      return Objects.requireNonNull(judged.get(mode));
    }
  }

  /// Makes the log and measures. A first round, by code that is not compiled yet, does not count.
  ///
  /// @throws IllegalStateException if not every decision was judged again, or a round found other
  ///   flips than the one before
  public FigureReport run(ReplayBenchmark.Options options) throws InterruptedException {
    Server server = Server.of(database);
    progress.next("making a log of " + options.decisions() + " decisions", Duration.ZERO);
    Seeding.seed(target, TENANT, options.decisions(), clock, ids);
    String candidate = DecisionScript.map().replace(LIMIT, LOWER_LIMIT);
    Map<Mode, Long> flipped = new EnumMap<>(Mode.class);
    List<Round> rounds = new ArrayList<>();
    for (int round = 0; round <= options.rounds(); round++) {
      progress.next("round %d of %d".formatted(round, options.rounds()), Duration.ZERO);
      Stretch read = Stretch.of(server.cpu(), target::read);
      Map<Mode, Stretch> judged = new EnumMap<>(Mode.class);
      for (Mode mode : Mode.values()) {
        judged.put(
            mode,
            Stretch.of(
                server.cpu(),
                () -> {
                  Backtested result = target.backtest(TENANT, mode, candidate);
                  require(result, options.decisions(), flipped.put(mode, result.flipped()));
                }));
      }
      if (round > 0) {
        rounds.add(new Round(read, judged));
      }
    }
    return report(options, server, flipped, rounds);
  }

  private static void require(Backtested result, int decisions, @Nullable Long flippedBefore) {
    boolean complete = result.judged() == decisions && result.flipped() > 0;
    boolean same = flippedBefore == null || flippedBefore == result.flipped();
    if (!complete || !same) {
      throw new IllegalStateException(
          "of %d decisions %d were judged again and %d flipped; the round before flipped %s"
              .formatted(decisions, result.judged(), result.flipped(), flippedBefore));
    }
  }

  private FigureReport report(
      ReplayBenchmark.Options options, Server server, Map<Mode, Long> flipped, List<Round> rounds) {
    return new FigureReport(
        "backtest",
        clock.instant(),
        server.machine(),
        Fields.with("decisions", JsonValue.Num.of(options.decisions()))
            .put("entries", target.entries())
            .put("invariants", DecisionScript.INVARIANTS)
            .put("rounds", options.rounds())
            .put("flippedPerDecision", flipped.getOrDefault(Mode.PER_DECISION, 0L))
            .put("flippedStateful", flipped.getOrDefault(Mode.STATEFUL, 0L))
            .build(),
        COLUMNS,
        List.of(
            row("read", "reads and decodes the log, judges nothing", options, rounds, Round::read),
            row(
                "perDecision",
                "judges each decision again on the state on record",
                options,
                rounds,
                round -> round.of(Mode.PER_DECISION)),
            row(
                "stateful",
                "judges each on the state that those before would have led to",
                options,
                rounds,
                round -> round.of(Mode.STATEFUL))),
        server.remarks());
  }

  private static FigureReport.Row row(
      String name,
      String description,
      ReplayBenchmark.Options options,
      List<Round> rounds,
      Function<Round, Stretch> stretch) {
    int decisions = options.decisions();
    return new FigureReport.Row(
        name,
        description,
        List.of(
            FigureReport.over(rounds, r -> Optional.of(stretch.apply(r).perSecond(decisions))),
            FigureReport.over(
                rounds,
                r ->
                    Optional.of(
                        (double) r.read().elapsedNanos() / stretch.apply(r).elapsedNanos())),
            FigureReport.over(
                rounds, r -> Optional.of(stretch.apply(r).jvmCpuNanos() / 1e3 / decisions)),
            FigureReport.over(
                rounds, r -> stretch.apply(r).postgresCpuNanos().map(cpu -> cpu / 1e3 / decisions)),
            FigureReport.over(
                rounds,
                r -> {
                  Stretch of = stretch.apply(r);
                  return of.otherCpuNanos().map(of::cores);
                })));
  }
}
