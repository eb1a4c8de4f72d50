package dev.phaseledger.policy.path;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What happened lately, as far as paths ask. All of it is bound to one observation: a window of
/// length d ends with the observation, which is counted, and begins d before it, exclusive.
///
/// Implementations answer from recorded events alone, so that the same observation sets off the
/// same paths when history is replayed.
public interface WindowCounts {

  /// Released dispatches of the subject whose outcome was recorded as failed.
  long failures(Subject of, Duration within);

  /// Dispatches of the subject that were vetoed.
  long vetoes(Subject of, Duration within);

  /// When a path last fired for the subject, before this observation.
  ///
  /// @param path the path's id
  Optional<Instant> lastFired(String path, Subject of);
}
