package dev.phaseledger.api.append;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;

/// A key that at most one append of a tenant may ever assert, such as an idempotency key.
///
/// @param scope keeps keys of different sorts apart, such as `idempotency:agent-7`
/// @param request digest of what the key stands for; the same key with another digest is an error
public record Claim(TenantId tenant, String scope, String key, Digest request) {}
