package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;

/// What a replay has found, under the signature of the tenant's log.
///
/// @param digest under which it is kept
/// @param result as it was signed
public record ReplayView(Digest digest, JsonValue.Fields result) {}
