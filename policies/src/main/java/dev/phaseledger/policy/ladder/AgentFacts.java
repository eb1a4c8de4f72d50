package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import java.util.Set;

/// What a ladder's criteria may read of an agent, beside its work on record.
///
/// @param principal who answers for the agent
/// @param level the level it holds
public record AgentFacts(AgentId id, PrincipalId principal, int level, Set<String> roles) {
  public AgentFacts {
    roles = Set.copyOf(roles);
  }
}
