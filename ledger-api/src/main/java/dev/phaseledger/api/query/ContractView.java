package dev.phaseledger.api.query;

import dev.phaseledger.api.event.ContractTerms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An execution contract as of now. Its version, its parent and its template are among its terms.
///
/// @param status `ACTIVE`, or how it ended: `FULFILLED`, `STOPPED`, `EXPIRED` or `REVOKED`; that a
///   contract's time is over is a matter of the reader's clock, see the terms
/// @param endedReason why it ended, if it has
/// @param phase the phase that the work is in, if it is in one
/// @param phaseSince when that phase was entered
/// @param children contracts that were delegated under it, in the order of their delegation
/// @param released dispatches released so far
/// @param open dispatches pending or without outcome
/// @param spentMicros cost of released dispatches, in millionths of the tenant's currency
public record ContractView(
    String contractId,
    String agentId,
    String status,
    Optional<String> endedReason,
    ContractTerms terms,
    Optional<String> phase,
    Optional<Instant> phaseSince,
    List<String> children,
    long decided,
    long released,
    long open,
    long spentMicros,
    Instant issuedAt,
    long position) {
  public ContractView {
    children = List.copyOf(children);
  }
}
