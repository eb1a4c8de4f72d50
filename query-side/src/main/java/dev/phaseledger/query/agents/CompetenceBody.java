package dev.phaseledger.query.agents;

import dev.phaseledger.api.event.Competence;
import java.time.Instant;

/// The record of an agent's work, as it is sent.
record CompetenceBody(
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
    long position) {

  static CompetenceBody of(Competence competence) {
    return new CompetenceBody(
        competence.executions(),
        competence.passes(),
        competence.failures(),
        competence.consecutivePasses(),
        competence.violations(),
        competence.vetoes(),
        competence.registeredAt(),
        competence.levelSince(),
        competence.executionsAtLevel(),
        competence.consecutivePassesAtLevel(),
        competence.violationsAtLevel(),
        competence.position());
  }
}
