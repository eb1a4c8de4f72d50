package dev.phaseledger.bench;

import dev.phaseledger.api.InvalidFieldException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// How much is measured.
///
/// @param callers how many threads call at a time, each number a column of cells
/// @param cell how long one variant is measured at one number of callers, per round
/// @param rounds how often every cell is measured
/// @param warmup how long each variant runs before anything counts
public record BenchmarkOptions(List<Integer> callers, Duration cell, int rounds, Duration warmup) {

  /// Threads that may call at a time: each holds a connection of the database.
  public static final int CALLERS_MAX = 256;

  /// Different numbers of callers in one run.
  public static final int COLUMNS_MAX = 16;

  /// Times that a cell may be measured.
  public static final int ROUNDS_MAX = 1_000;

  /// Shortest cell: below, starting and stopping threads is what is measured.
  public static final Duration CELL_MIN = Duration.ofMillis(100);

  /// Longest cell, and longest warm-up.
  public static final Duration CELL_MAX = Duration.ofHours(1);

  /// What a run measures unless asked otherwise; it takes about four minutes.
  public static final BenchmarkOptions DEFAULTS =
      new BenchmarkOptions(List.of(1, 16, 64), Duration.ofSeconds(3), 5, Duration.ofSeconds(30));

  public BenchmarkOptions {
    callers = List.copyOf(callers);
    if (callers.isEmpty()
        || callers.size() > COLUMNS_MAX
        || new HashSet<>(callers).size() < callers.size()) {
      throw new InvalidFieldException(
          "callers", "must be 1 to " + COLUMNS_MAX + " different numbers");
    }
    for (int number : callers) {
      if (number < 1 || number > CALLERS_MAX) {
        throw new InvalidFieldException(
            "callers", "has " + number + "; each must be from 1 to " + CALLERS_MAX);
      }
    }
    if (cell.compareTo(CELL_MIN) < 0 || cell.compareTo(CELL_MAX) > 0) {
      throw new InvalidFieldException("seconds", "must be from 0.1 to " + CELL_MAX.toSeconds());
    }
    if (rounds < 1 || rounds > ROUNDS_MAX) {
      throw new InvalidFieldException("rounds", "must be from 1 to " + ROUNDS_MAX);
    }
    if (warmup.isNegative() || warmup.compareTo(CELL_MAX) > 0) {
      throw new InvalidFieldException("warmup", "must be from 0 to " + CELL_MAX.toSeconds());
    }
  }

  int callersMax() {
    return callers.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
