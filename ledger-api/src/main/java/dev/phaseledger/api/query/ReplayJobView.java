package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.time.Instant;
import java.util.Optional;

/// A replay that somebody has asked for.
///
/// @param state `WAITING`, `RUNNING`, `CANCELLED`, `DONE` or `FAILED`
/// @param selection which decisions, for people; empty if all
/// @param entries positions of the ledger that are read
/// @param entriesDone those read so far
/// @param decisions derived again so far
/// @param different those that did not come out as they are recorded
/// @param result under which its signed result is kept, once it is done
/// @param problem why it failed, if it did
public record ReplayJobView(
    String id,
    String state,
    String selection,
    long entries,
    long entriesDone,
    long decisions,
    long different,
    String askedBy,
    Instant askedAt,
    Optional<Digest> result,
    Optional<String> problem) {}
