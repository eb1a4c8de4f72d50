package dev.phaseledger.query.agents;

import dev.phaseledger.api.query.AgentView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An agent, as it is sent.
record AgentBody(
    String agentId,
    String description,
    String status,
    int level,
    long epoch,
    String owner,
    List<String> roles,
    Map<String, Long> verdicts,
    Map<String, Long> outcomes,
    long signals,
    Instant changedAt,
    CompetenceBody competence,
    long position) {

  static AgentBody of(AgentView view) {
    return new AgentBody(
        view.agentId(),
        view.description(),
        view.status(),
        view.level(),
        view.epoch(),
        view.owner(),
        view.roles().stream().sorted().toList(),
        view.verdicts(),
        view.outcomes(),
        view.signals(),
        view.changedAt(),
        CompetenceBody.of(view.competence()),
        view.position());
  }
}
