package dev.phaseledger.command.authority;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import java.util.Set;

/// An agent's authority, folded from its events.
///
/// @param epoch +1 on every change, from 1
/// @param version version of the agent's stream this was folded from
public record AgentAuthority(
    AgentId agent,
    Status status,
    int level,
    long epoch,
    long version,
    PrincipalId owner,
    Set<String> roles) {

  /// Whether the agent may act.
  public enum Status {
    ACTIVE,
    SUSPENDED,
    REVOKED
  }

  /// The authority an agent has from its registration.
  public static AgentAuthority registered(AgentRegistered event) {
    return new AgentAuthority(
        event.agent(), Status.ACTIVE, event.level(), 1, 0, event.owner(), event.roles());
  }

  public boolean active() {
    return status == Status.ACTIVE;
  }

  /// The authority after one more event.
  public AgentAuthority evolve(AgentEvent event) {
    return switch (event) {
      case AgentRegistered e -> registered(e);
      case AgentLevelChanged e -> next(status, e.to());
      case AgentSuspended _ -> next(Status.SUSPENDED, level);
      case AgentRevoked _ -> next(Status.REVOKED, level);
      case AgentReinstated e -> next(Status.ACTIVE, e.level());
      case PromotionProposed _, PromotionAnswered _ ->
          new AgentAuthority(agent, status, level, epoch, version + 1, owner, roles);
    };
  }

  private AgentAuthority next(Status now, int atLevel) {
    return new AgentAuthority(agent, now, atLevel, epoch + 1, version + 1, owner, roles);
  }
}
