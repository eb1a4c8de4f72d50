package dev.phaseledger.bench;

import dev.phaseledger.api.InvalidFieldException;
import java.time.Duration;

/// How much is measured of long histories.
///
/// @param events past events of the long contract
/// @param cell how long each contract is decided on, per round
/// @param rounds how often each is
/// @param warmup how long each is decided on before anything counts
/// @param loads fresh nodes that load the long contract
public record HistoryOptions(long events, Duration cell, int rounds, Duration warmup, int loads) {

  /// Past events of the short contract when a round begins.
  public static final int SHORT_EVENTS = 1_000;

  /// Past events that the long contract may have.
  public static final long EVENTS_MAX = 10_000_000;

  /// Fresh nodes, at most.
  public static final int LOADS_MAX = 1_000;

  /// What a run measures unless asked otherwise.
  public static final HistoryOptions DEFAULTS =
      new HistoryOptions(1_000_000, Duration.ofSeconds(3), 7, Duration.ofSeconds(10), 20);

  public HistoryOptions {
    if (events < SHORT_EVENTS || events > EVENTS_MAX) {
      throw new InvalidFieldException(
          "events", "must be from " + SHORT_EVENTS + " to " + EVENTS_MAX);
    }
    if (cell.compareTo(BenchmarkOptions.CELL_MIN) < 0
        || cell.compareTo(BenchmarkOptions.CELL_MAX) > 0) {
      throw new InvalidFieldException(
          "seconds", "must be from 0.1 to " + BenchmarkOptions.CELL_MAX.toSeconds());
    }
    if (rounds < 1 || rounds > BenchmarkOptions.ROUNDS_MAX) {
      throw new InvalidFieldException("rounds", "must be from 1 to " + BenchmarkOptions.ROUNDS_MAX);
    }
    if (warmup.isNegative() || warmup.compareTo(BenchmarkOptions.CELL_MAX) > 0) {
      throw new InvalidFieldException(
          "warmup", "must be from 0 to " + BenchmarkOptions.CELL_MAX.toSeconds());
    }
    if (loads < 1 || loads > LOADS_MAX) {
      throw new InvalidFieldException("loads", "must be from 1 to " + LOADS_MAX);
    }
  }
}
