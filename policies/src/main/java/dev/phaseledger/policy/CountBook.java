package dev.phaseledger.policy;

import java.time.Instant;
import java.util.OptionalLong;

/// Answers how often things happened lately, at a cost that does not grow with the history.
///
/// What it says of the contract that is decided under follows from the contract's own events, and
/// is as exact as they are. Everything else it has read from the log up to [#position]; nothing
/// fences that, so a decision records what it was told.
public interface CountBook {

  /// Nothing was counted: every question is left open.
  CountBook NONE =
      new CountBook() {
        @Override
        public OptionalLong count(Count count, Instant now) {
          return OptionalLong.empty();
        }

        @Override
        public long position() {
          return 0;
        }
      };

  /// How often it happened; empty if that is not known, so that relying on it is an error.
  OptionalLong count(Count count, Instant now);

  /// The last position of the log that is counted beyond the contract's own events.
  long position();
}
