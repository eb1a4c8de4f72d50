package dev.phaseledger.api.query;

import java.util.List;

/// How long it took to detect failures.
///
/// @param kinds by kind of failure
/// @param detectors by who or what noticed
public record DetectionView(List<Times> kinds, List<Times> detectors) {

  /// Groups of each list, at most.
  public static final int GROUPS_MAX = 200;

  public DetectionView {
    kinds = List.copyOf(kinds);
    detectors = List.copyOf(detectors);
  }

  /// Times of one group, in milliseconds from when a failure occurred to when it was detected.
  ///
  /// @param count failures of the group
  /// @param p95Millis 95 of 100 were detected within that
  public record Times(
      String name, long count, long medianMillis, long p95Millis, long worstMillis) {}
}
