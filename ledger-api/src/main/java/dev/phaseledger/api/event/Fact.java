package dev.phaseledger.api.event;

import dev.phaseledger.api.value.JsonValue;
import java.time.Instant;

/// A value observed at a time. A later observation under the same name and key replaces it for
/// judging; both stay on record.
///
/// @param name what is observed, such as `reservation`
/// @param key which one; empty if there is only one
public record Fact(String name, String key, JsonValue value, Instant observedAt) {}
