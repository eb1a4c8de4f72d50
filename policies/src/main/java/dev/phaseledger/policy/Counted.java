package dev.phaseledger.policy;

import java.util.Locale;
import java.util.Optional;

/// What history counts.
public enum Counted {
  /// Dispatches that were let go ahead.
  RELEASES,
  /// Dispatches that were not: vetoed, rejected, or nobody answered in time.
  DENIALS,
  /// Dispatches that were vetoed.
  VETOES,
  /// Released dispatches that failed.
  FAILURES,
  /// Released dispatches that succeeded.
  SUCCESSES,
  /// Answers of humans that granted a dispatch.
  APPROVALS,
  /// Answers of humans that rejected one.
  REJECTIONS;

  /// The name that maps use, such as `vetoes`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a rate of this is taken against: releases against denials, and so on. Empty if there is
  /// no such thing.
  Optional<Counted> opposite() {
    return switch (this) {
      case RELEASES -> Optional.of(DENIALS);
      case DENIALS -> Optional.of(RELEASES);
      case FAILURES -> Optional.of(SUCCESSES);
      case SUCCESSES -> Optional.of(FAILURES);
      case APPROVALS -> Optional.of(REJECTIONS);
      case REJECTIONS -> Optional.of(APPROVALS);
      case VETOES -> Optional.empty();
    };
  }
}
