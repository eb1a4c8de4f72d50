package dev.phaseledger.proof;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A key of a log and what it is to the log now.
///
/// @param rotatedAt index of the entry that put it in force; empty for the log's first key and for
///   one that waits
/// @param signsUntil when it stops or stopped signing; empty for the key in force and for one that
///   waits
public record LogKey(
    NoteVerifier key, State state, OptionalLong rotatedAt, Optional<Instant> signsUntil) {

  /// What a key is to its log.
  public enum State {
    /// It must sign every checkpoint.
    CURRENT,
    /// It was replaced and signs beside the current key for a while.
    OVERLAP,
    /// It was replaced and signs no more.
    RETIRED,
    /// It is in place on the node that was asked, and nothing is signed with it yet.
    STAGED
  }
}
