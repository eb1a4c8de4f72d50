package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.time.Instant;
import java.util.Optional;

/// A back-test that somebody has asked for.
///
/// @param state `WAITING`, `RUNNING`, `CANCELLED`, `DONE` or `FAILED`
/// @param mode `PER_DECISION` or `STATEFUL`
/// @param map the map that is tried; empty if history is judged by what it was judged by
/// @param position how far it is, in positions of the ledger
/// @param to the last position that it reads
/// @param result under which its signed result is kept, once it is done
/// @param problem why it failed, if it did
public record BacktestJobView(
    String id,
    String state,
    String mode,
    Optional<TriedMap> map,
    long position,
    long to,
    long judged,
    long flipped,
    String askedBy,
    Instant askedAt,
    Optional<Digest> result,
    Optional<String> problem) {

  /// The map that is tried.
  public record TriedMap(String name, int version, Digest digest) {}
}
