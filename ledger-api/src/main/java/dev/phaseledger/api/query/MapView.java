package dev.phaseledger.api.query;

import java.time.Instant;

/// One published version of an invariant map.
///
/// @param active whether it is in force
public record MapView(
    String name,
    int version,
    String digest,
    boolean active,
    String source,
    String publishedBy,
    Instant publishedAt,
    long position) {}
