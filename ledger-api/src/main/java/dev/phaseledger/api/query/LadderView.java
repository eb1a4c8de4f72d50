package dev.phaseledger.api.query;

import java.time.Instant;

/// One published version of a tenant's autonomy ladder.
///
/// @param active whether it is in force
public record LadderView(
    String name,
    int version,
    String digest,
    boolean active,
    String source,
    String publishedBy,
    Instant publishedAt,
    long position) {}
