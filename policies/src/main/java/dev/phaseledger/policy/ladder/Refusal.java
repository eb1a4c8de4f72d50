package dev.phaseledger.policy.ladder;

/// Why a dispatch is beyond what an agent's level may do.
///
/// @param clause a stable name: `ladder.level`, `ladder.actions`, `ladder.irreversible`,
///   `ladder.costMicrosMax` or `ladder.dataClasses`
/// @param detail one sentence for people
public record Refusal(String clause, String detail) {}
