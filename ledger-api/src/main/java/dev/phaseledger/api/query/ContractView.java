package dev.phaseledger.api.query;

import dev.phaseledger.api.event.ContractTerms;
import java.time.Instant;
import java.util.Optional;

/// An execution contract as of now.
///
/// @param status `ACTIVE` or `REVOKED`; expiry is a matter of the reader's clock, see the terms
/// @param released dispatches released so far
/// @param open dispatches pending or without outcome
/// @param spentMicros cost of released dispatches, in millionths of the tenant's currency
public record ContractView(
    String contractId,
    String agentId,
    String status,
    Optional<String> revocationReason,
    ContractTerms terms,
    long decided,
    long released,
    long open,
    long spentMicros,
    Instant issuedAt,
    long position) {}
