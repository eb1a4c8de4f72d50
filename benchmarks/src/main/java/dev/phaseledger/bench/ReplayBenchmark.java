package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Measures how fast a whole log is folded into empty projections, against reading it only. The log
/// holds full decisions, made by the ledger itself.
public final class ReplayBenchmark {

  private static final TenantId TENANT = new TenantId("bench");

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "eventsPerSecond", "events/s", "%,.0f", "entries of the log by elapsed time"),
          new FigureReport.Column(
              "ratioToRead", "x read", "%.2f", "events/s by that of reading in the same round"),
          new FigureReport.Column(
              "jvmCpuMicros", "JVM us", "%,.1f", "CPU time of the whole JVM by events"),
          new FigureReport.Column(
              "postgresCpuMicros", "PG us", "%,.1f", "CPU time of all server processes by events"),
          new FigureReport.Column(
              "otherCpuCores",
              "others",
              "%.2f",
              "cores that everything else kept busy meanwhile: should be near 0"));

  private final ScratchDatabase database;
  private final ReplayTarget target;
  private final Clock clock;
  private final IdSource ids;
  private final DecisionBenchmark.Progress progress;

  public ReplayBenchmark(
      ScratchDatabase database,
      ReplayTarget target,
      Clock clock,
      IdSource ids,
      DecisionBenchmark.Progress progress) {
    this.database = database;
    this.target = target;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
  }

  /// How much is measured.
  ///
  /// @param decisions full decisions that the log is to hold, beside what they need
  /// @param rounds how often the log is folded
  public record Options(int decisions, int rounds) {

    /// Decisions of a log, at most.
    public static final int DECISIONS_MAX = 10_000_000;

    public Options {
      if (decisions < 1 || decisions > DECISIONS_MAX) {
        throw new InvalidFieldException("decisions", "must be from 1 to " + DECISIONS_MAX);
      }
      if (rounds < 1 || rounds > BenchmarkOptions.ROUNDS_MAX) {
        throw new InvalidFieldException(
            "rounds", "must be from 1 to " + BenchmarkOptions.ROUNDS_MAX);
      }
    }
  }

  private record Round(long entries, Stretch read, Stretch replay) {}

  /// Makes the log and measures. The first replay is shown apart: it runs code that is not compiled
  /// yet.
  ///
  /// @throws IllegalStateException if a decision was other than it must be
  public FigureReport run(Options options) throws InterruptedException {
    Server server = Server.of(database);
    target.empty();
    progress.next("making a log of " + options.decisions() + " decisions", Duration.ZERO);
    Seeding.seed(target, TENANT, options.decisions(), clock, ids);
    progress.next("folding it for the first time", Duration.ZERO);
    Stretch cold = Stretch.of(server.cpu(), target::fold);
    List<Round> rounds = new ArrayList<>();
    for (int round = 1; round <= options.rounds(); round++) {
      Duration left =
          rounds.isEmpty()
              ? Duration.ZERO
              : Duration.ofNanos(elapsed(rounds.getLast()))
                  .multipliedBy(options.rounds() - round + 1L);
      progress.next("round %d of %d".formatted(round, options.rounds()), left);
      target.empty();
      rounds.add(
          new Round(
              target.entries(),
              Stretch.of(server.cpu(), target::read),
              Stretch.of(server.cpu(), target::fold)));
    }
    return new FigureReport(
        "replay",
        clock.instant(),
        server.machine(),
        Fields.with("decisions", JsonValue.Num.of(options.decisions()))
            .put("entries", rounds.getFirst().entries())
            .put("rounds", options.rounds())
            .build(),
        COLUMNS,
        List.of(
            row(
                "cold",
                "the first replay, by code that is not compiled yet",
                List.of(new Round(target.entries(), rounds.getFirst().read(), cold)),
                Round::replay),
            row("read", "reads and decodes the log, folds nothing", rounds, Round::read),
            row(
                "replay",
                "folds the log of %,d entries into empty projections, in PostgreSQL"
                    .formatted(rounds.getFirst().entries()),
                rounds,
                Round::replay)),
        server.remarks());
  }

  private static long elapsed(Round round) {
    return round.read().elapsedNanos() + round.replay().elapsedNanos();
  }

  private static FigureReport.Row row(
      String name, String description, List<Round> rounds, Function<Round, Stretch> stretch) {
    ToLongFunction<Round> elapsed = round -> stretch.apply(round).elapsedNanos();
    return new FigureReport.Row(
        name,
        description,
        List.of(
            FigureReport.over(rounds, r -> Optional.of(stretch.apply(r).perSecond(r.entries()))),
            FigureReport.over(
                rounds,
                r -> Optional.of((double) r.read().elapsedNanos() / elapsed.applyAsLong(r))),
            FigureReport.over(
                rounds, r -> Optional.of(stretch.apply(r).jvmCpuNanos() / 1e3 / r.entries())),
            FigureReport.over(
                rounds,
                r -> stretch.apply(r).postgresCpuNanos().map(cpu -> cpu / 1e3 / r.entries())),
            FigureReport.over(
                rounds,
                r -> {
                  Stretch of = stretch.apply(r);
                  return of.otherCpuNanos().map(of::cores);
                })));
  }
}
