package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import java.util.Set;

/// What happened to an agent's authority. Each of these raises the agent's authority epoch by one.
public sealed interface AgentEvent extends LedgerEvent {

  AgentId agent();

  /// An agent is known from here on.
  ///
  /// @param level the first authority level, a step of the autonomy ladder
  /// @param owner who answers for the agent
  /// @param roles labels that invariants may read
  record AgentRegistered(
      AgentId agent, String description, int level, PrincipalId owner, Set<String> roles)
      implements AgentEvent {
    public AgentRegistered {
      roles = Set.copyOf(roles);
    }
  }

  /// Promotion or demotion.
  record AgentLevelChanged(AgentId agent, int from, int to, String reason) implements AgentEvent {}

  /// The agent may not act until it is reinstated.
  record AgentRevoked(AgentId agent, String reason) implements AgentEvent {}

  /// The agent may act again, at the level given.
  record AgentReinstated(AgentId agent, int level, String reason) implements AgentEvent {}
}
