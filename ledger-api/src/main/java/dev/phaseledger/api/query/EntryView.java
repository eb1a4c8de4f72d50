package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.Optional;

/// An entry of the ledger, with what it was found by.
///
/// @param index its place in the tenant's log: what its receipt is asked for with
/// @param type what was recorded, without the version of its form
/// @param sentence what happened, for people
/// @param leafHash its hash in the tree (RFC 6962 section 2.1), in hexadecimal
/// @param entry the entry as recorded (JSON)
public record EntryView(
    long position,
    long index,
    Instant at,
    String actor,
    String type,
    String sentence,
    Optional<String> onBehalfOf,
    Optional<String> agentId,
    Optional<String> contractId,
    Optional<String> dispatchId,
    Optional<String> action,
    Optional<String> verdict,
    Optional<String> phase,
    Optional<String> policy,
    Optional<String> run,
    String leafHash,
    String entry) {}
