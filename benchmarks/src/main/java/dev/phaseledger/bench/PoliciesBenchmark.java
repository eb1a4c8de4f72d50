package dev.phaseledger.bench;

import com.cedarpolicy.model.AuthorizationRequest;
import com.sun.management.ThreadMXBean;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.InvariantMaps;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// Measures what it costs to hold a request against twenty rules, on one thread: as an invariant
/// map, written by hand, and in Cedar. All three must say the same of thousands of requests first.
/// And how long checking a map of two hundred invariants takes.
public final class PoliciesBenchmark {

  /// Requests that are gone through again and again while time is taken.
  private static final int REQUESTS_TIMED = 256;

  private static final long SEED = 20;

  /// Invariants of the map that is checked, in twenties.
  private static final int TWENTIES_CHECKED = 10;

  /// Turns of one contender between two looks at the clock.
  private static final int TURNS = 64;

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "cpuMicros", "CPU us", "%,.2f", "CPU time of the one thread, in microseconds each"),
          new FigureReport.Column(
              "bytes", "bytes", "%,.0f", "what the thread allocates on the heap, in bytes each"));

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Clock clock;
  private final DecisionBenchmark.Progress progress;

  public PoliciesBenchmark(Clock clock, DecisionBenchmark.Progress progress) {
    this.clock = clock;
    this.progress = progress;
  }

  /// How much is measured.
  ///
  /// @param requests random requests that all contenders must agree on
  /// @param rounds how often each is measured
  /// @param cell CPU time that each takes per round
  /// @param warmup CPU time that each takes before anything counts
  public record Options(int requests, int rounds, Duration cell, Duration warmup) {

    /// Requests compared, at most.
    public static final int REQUESTS_MAX = 1_000_000;

    public Options {
      if (requests < 1 || requests > REQUESTS_MAX) {
        throw new InvalidFieldException("requests", "must be from 1 to " + REQUESTS_MAX);
      }
      if (rounds < 1 || rounds > BenchmarkOptions.ROUNDS_MAX) {
        throw new InvalidFieldException(
            "rounds", "must be from 1 to " + BenchmarkOptions.ROUNDS_MAX);
      }
      if (cell.compareTo(Duration.ZERO) <= 0 || cell.compareTo(BenchmarkOptions.CELL_MAX) > 0) {
        throw new InvalidFieldException(
            "seconds", "must be more than 0 and at most " + BenchmarkOptions.CELL_MAX.toSeconds());
      }
      if (warmup.isNegative() || warmup.compareTo(BenchmarkOptions.CELL_MAX) > 0) {
        throw new InvalidFieldException(
            "warmup", "must be from 0 to " + BenchmarkOptions.CELL_MAX.toSeconds());
      }
    }
  }

  /// What is repeated while time is taken; what it returns keeps it from being left out.
  private record Measured(String name, String description, IntUnaryOperator work) {}

  private record Round(double micros, double bytes) {}

  /// Compares all contenders with the hand-written rules, then measures.
  ///
  /// @throws IllegalStateException if a contender says something else of a request
  public FigureReport run(Options options) {
    progress.next("comparing the contenders", Duration.ZERO);
    LedgerRules ledger = new LedgerRules();
    HandWrittenRules java = new HandWrittenRules();
    CedarRules cedar = CedarRules.load();
    List<DecisionInput> requests = PolicyRequests.random(options.requests(), SEED);
    int inOrder = requireAgreement(requests, java, ledger);
    requireAgreement(requests, java, cedar);
    List<Measured> measured = measured(ledger, java, cedar);
    List<List<Round>> rounds = new ArrayList<>();
    for (Measured each : measured) {
      progress.next("warming up " + each.name(), options.warmup());
      round(each, options.warmup());
      rounds.add(new ArrayList<>());
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (int i = 0; i < measured.size(); i++) {
        progress.next(
            "%s, round %d of %d".formatted(measured.get(i).name(), round, options.rounds()),
            options.cell());
        rounds.get(i).add(round(measured.get(i), options.cell()));
      }
    }
    List<FigureReport.Row> rows = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      rows.add(row(measured.get(i), rounds.get(i)));
    }
    return new FigureReport(
        "policies",
        clock.instant(),
        Machine.here(),
        Fields.with("requests", dev.phaseledger.api.value.JsonValue.Num.of(options.requests()))
            .put("inOrder", inOrder)
            .put("agreeing", options.requests())
            .put("seed", SEED)
            .put("rounds", options.rounds())
            .build(),
        COLUMNS,
        rows,
        List.of(
            "all three say the same of each of %,d random requests, %,d of them in order"
                .formatted(options.requests(), inOrder)));
  }

  /// Requires that a contender says what the hand-written rules say, and returns how many requests
  /// break no rule.
  static int requireAgreement(
      List<DecisionInput> requests, PolicyContender oracle, PolicyContender contender) {
    int inOrder = 0;
    for (int i = 0; i < requests.size(); i++) {
      int expected = oracle.broken(requests.get(i));
      int said = contender.broken(requests.get(i));
      if (said != expected) {
        throw new IllegalStateException(
            "%s finds %s broken in request %d, but %s are"
                .formatted(
                    contender.getClass().getSimpleName(),
                    Integer.toBinaryString(said),
                    i,
                    Integer.toBinaryString(expected)));
      }
      inOrder += expected == 0 ? 1 : 0;
    }
    return inOrder;
  }

  private static List<Measured> measured(
      LedgerRules ledger, HandWrittenRules java, CedarRules cedar) {
    List<DecisionInput> inputs = PolicyRequests.random(REQUESTS_TIMED, SEED + 1);
    List<AuthorizationRequest> prepared = inputs.stream().map(cedar::request).toList();
    String large = LedgerRules.repeated(TWENTIES_CHECKED);
    return List.of(
        new Measured(
            "ledger",
            "20 invariants in CEL, with effects, messages and explanation",
            turn -> ledger.broken(inputs.get(turn % REQUESTS_TIMED))),
        new Measured(
            "java",
            "the same rules written by hand, patterns compiled beforehand",
            turn -> java.broken(inputs.get(turn % REQUESTS_TIMED))),
        new Measured(
            "cedar",
            "the same rules in Cedar, policies parsed beforehand, paths and branches by hand",
            turn -> cedar.broken(inputs.get(turn % REQUESTS_TIMED))),
        new Measured(
            "cedar-prepared",
            "the same, with Cedar's form of each request made beforehand",
            turn -> cedar.broken(prepared.get(turn % REQUESTS_TIMED))),
        new Measured(
            "check-200",
            "checking and compiling a map of 200 invariants",
            _ -> InvariantMaps.compile(large).invariants().size()));
  }

  private static Round round(Measured measured, Duration length) {
    long end = length.toNanos();
    long turns = 0;
    int kept = 0;
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    long spent = 0;
    while (turns == 0 || spent < end) {
      int until = (int) Math.min(TURNS, spent == 0 ? 1 : 1 + (end - spent) * turns / spent);
      for (int i = 0; i < until; i++) {
        kept += measured.work().applyAsInt((int) (turns % REQUESTS_TIMED));
        turns++;
      }
      spent = THREADS.getCurrentThreadCpuTime() - start;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    if (kept == 0) {
      throw new IllegalStateException(measured.name() + " has found nothing");
    }
    return new Round(spent / 1e3 / turns, (double) allocated / turns);
  }

  private static FigureReport.Row row(Measured measured, List<Round> rounds) {
    return new FigureReport.Row(
        measured.name(),
        measured.description(),
        List.of(
            FigureReport.over(rounds, round -> Optional.of(round.micros())),
            FigureReport.over(rounds, round -> Optional.of(round.bytes()))));
  }
}
