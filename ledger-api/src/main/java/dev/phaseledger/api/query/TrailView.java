package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.List;

/// Everything on record that concerns one dispatch, in the order of the log.
public record TrailView(DispatchView dispatch, List<Step> steps) {

  public TrailView {
    steps = List.copyOf(steps);
  }

  /// One entry of the log.
  ///
  /// @param type the event's recorded type, such as `dispatch.decided.v4`
  /// @param sentence what happened, for people
  /// @param entry the entry as recorded (JSON)
  public record Step(
      long position,
      long index,
      Instant at,
      String actor,
      String type,
      String sentence,
      String entry) {}
}
