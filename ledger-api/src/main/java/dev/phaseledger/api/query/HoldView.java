package dev.phaseledger.api.query;

import java.time.Instant;

/// A legal hold in force: its subject is not erased.
///
/// @param position of the entry that placed it
public record HoldView(
    String hold, String subject, String reason, String placedBy, Instant placedAt, long position) {}
