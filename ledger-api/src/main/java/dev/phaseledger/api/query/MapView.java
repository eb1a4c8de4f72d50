package dev.phaseledger.api.query;

import dev.phaseledger.api.event.PolicyEvent.Release;
import java.time.Instant;
import java.util.Optional;

/// One published version of an invariant map.
///
/// @param active whether it is in force
/// @param release how it came to be; empty if that was not recorded yet
public record MapView(
    String name,
    int version,
    String digest,
    boolean active,
    String source,
    String publishedBy,
    Instant publishedAt,
    long position,
    Optional<Release> release) {}
