package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;

/// What a back-test has found, under the signature of the tenant's log.
///
/// @param digest under which it is kept
/// @param result as it was signed
public record BacktestView(Digest digest, JsonValue.Fields result) {}
