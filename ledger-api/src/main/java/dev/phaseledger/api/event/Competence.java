package dev.phaseledger.api.event;

import java.time.Instant;

/// What is on record of an agent's work, as of one entry. Derived from recorded outcomes, verdicts
/// and signals alone; nobody states it.
///
/// @param executions released dispatches whose outcome is on record
/// @param passes of these, those of which somebody else than the agent says that they succeeded
/// @param failures of these, those that failed, or of which the agent lost track
/// @param consecutivePasses passes since the last failure or violation
/// @param violations contract breaches, and invariants that demanded a signal or a revocation
/// @param vetoes vetoed dispatches
/// @param registeredAt since when the agent is known
/// @param levelSince since when it holds its present level
/// @param executionsAtLevel executions since then
/// @param consecutivePassesAtLevel passes since then, and since the last failure or violation
/// @param violationsAtLevel violations since then
/// @param position position of the last entry that is counted
public record Competence(
    long executions,
    long passes,
    long failures,
    long consecutivePasses,
    long violations,
    long vetoes,
    Instant registeredAt,
    Instant levelSince,
    long executionsAtLevel,
    long consecutivePassesAtLevel,
    long violationsAtLevel,
    long position) {}
