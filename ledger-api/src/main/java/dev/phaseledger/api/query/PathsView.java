package dev.phaseledger.api.query;

import java.time.Instant;

/// One published version of a tenant's revocation paths.
///
/// @param active whether it is in force
public record PathsView(
    String name,
    int version,
    String digest,
    boolean active,
    String source,
    String publishedBy,
    Instant publishedAt,
    long position) {}
