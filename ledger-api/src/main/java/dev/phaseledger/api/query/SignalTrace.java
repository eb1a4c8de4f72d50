package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A failure with what led to it and what followed.
///
/// @param dispatch the dispatch it concerns, if it concerns one, with its judgement
/// @param before entries that led here, oldest first: those of the dispatch, and those that the
///   signal names
/// @param counted earlier failures and vetoes of the same agent, the latest ones, oldest first:
///   what counting paths have counted is among them
/// @param after what was done because of it, oldest first: paths that were taken and their actions
public record SignalTrace(
    SignalView signal,
    Optional<DispatchView> dispatch,
    List<Line> before,
    List<Line> counted,
    List<Line> after) {

  /// Lines of each list, at most.
  public static final int LINES_MAX = 100;

  public SignalTrace {
    before = List.copyOf(before);
    counted = List.copyOf(counted);
    after = List.copyOf(after);
  }

  /// One entry.
  ///
  /// @param type the event's recorded type
  /// @param sentence what happened, for people
  public record Line(
      long position, long index, Instant at, String actor, String type, String sentence) {}
}
