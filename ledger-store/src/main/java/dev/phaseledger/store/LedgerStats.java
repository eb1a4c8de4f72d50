package dev.phaseledger.store;

/// Counters of one engine since it was opened.
///
/// @param position the last position this node knows
/// @param waiting appends in the queue now
/// @param batches commits
/// @param appends appends that were committed
/// @param entries entries that were committed
/// @param conflicts appends refused because a sequence was taken or a guard moved
/// @param claimsHeld appends refused because a claim was held
/// @param fallbacks batches that had to take the locking path
/// @param reconnects times the writer's connection was replaced
/// @param foreign entries of other nodes that were read
public record LedgerStats(
    long position,
    int waiting,
    long batches,
    long appends,
    long entries,
    long conflicts,
    long claimsHeld,
    long fallbacks,
    long reconnects,
    long foreign) {}
