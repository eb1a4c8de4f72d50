package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How many entries there are, over time.
///
/// @param total all that were counted
public record CountsView(List<Count> counts, long total) {

  /// Counts of one answer, at most.
  public static final int COUNTS_MAX = 5_000;

  public CountsView {
    counts = List.copyOf(counts);
  }

  /// The entries of one stretch of time that agree in what is counted by.
  ///
  /// @param from when the stretch begins; empty if time is not cut
  /// @param value what they agree in; empty if nothing is counted by, or for entries that have none
  public record Count(Optional<Instant> from, Optional<String> value, long entries) {}
}
