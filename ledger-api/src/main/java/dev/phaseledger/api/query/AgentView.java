package dev.phaseledger.api.query;

import dev.phaseledger.api.event.Competence;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// An agent's authority as of now.
///
/// @param status `ACTIVE`, `SUSPENDED` or `REVOKED`
/// @param epoch +1 on every change of authority
/// @param verdicts how many dispatches of the agent got each verdict, by verdict name
/// @param outcomes how many of its released dispatches ended how, by outcome name
/// @param signals failure signals on record
/// @param competence its work on record, in this epoch
/// @param position position of the last entry reflected here
public record AgentView(
    String agentId,
    String description,
    String status,
    int level,
    long epoch,
    String owner,
    Set<String> roles,
    Map<String, Long> verdicts,
    Map<String, Long> outcomes,
    long signals,
    Instant changedAt,
    Competence competence,
    long position) {}
