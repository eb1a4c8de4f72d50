package dev.phaseledger.command.authority;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import java.util.Set;

/// An agent's authority, folded from its events.
///
/// @param epoch +1 on every change, from 1
public record AgentAuthority(
    AgentId agent, boolean active, int level, long epoch, PrincipalId owner, Set<String> roles) {

  /// Version of the agent's stream this was folded from.
  public long version() {
    return epoch - 1;
  }

  /// The authority an agent has from its registration.
  public static AgentAuthority registered(AgentRegistered event) {
    return new AgentAuthority(event.agent(), true, event.level(), 1, event.owner(), event.roles());
  }

  /// The authority after one more event.
  public AgentAuthority evolve(AgentEvent event) {
    return switch (event) {
      case AgentRegistered e -> registered(e);
      case AgentLevelChanged e -> next(active, e.to());
      case AgentRevoked _ -> next(false, level);
      case AgentReinstated e -> next(true, e.level());
    };
  }

  private AgentAuthority next(boolean isActive, int atLevel) {
    return new AgentAuthority(agent, isActive, atLevel, epoch + 1, owner, roles);
  }
}
