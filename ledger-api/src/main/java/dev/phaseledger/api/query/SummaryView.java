package dev.phaseledger.api.query;

import java.util.Map;

/// Counts over a tenant's whole ledger.
///
/// @param verdicts dispatches by verdict name, as first decided
/// @param vetoes vetoed dispatches by the invariant or contract clause that vetoed, as
///   `map/invariant` or `contract/clause`
/// @param outcomes by outcome name
/// @param revocations contracts and agents revoked
/// @param entries entries in the tenant's log
/// @param position position of the last entry reflected here
public record SummaryView(
    long agents,
    long contracts,
    long dispatches,
    Map<String, Long> verdicts,
    Map<String, Long> vetoes,
    Map<String, Long> outcomes,
    long revocations,
    long signals,
    long entries,
    long position) {}
