package dev.phaseledger.command.authority;

import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.transition.TransitionTable;
import java.util.List;

/// Every change of status that an agent can go through.
public final class AgentTransitions {

  /// The table. Only an active agent changes its level: dispatches of any other are vetoed before
  /// an invariant could demote it, and a dispatch is fenced by the agent's stream.
  public static final TransitionTable<Status> TABLE =
      new TransitionTable<>(
          "agent",
          List.of(
              TransitionTable.first(AgentRegistered.class, Status.ACTIVE),
              TransitionTable.of(Status.ACTIVE, AgentLevelChanged.class, Status.ACTIVE),
              TransitionTable.of(Status.ACTIVE, PromotionProposed.class, Status.ACTIVE),
              TransitionTable.of(Status.ACTIVE, PromotionAnswered.class, Status.ACTIVE),
              TransitionTable.of(Status.ACTIVE, AgentStepJudged.class, Status.ACTIVE),
              TransitionTable.of(Status.ACTIVE, AgentSuspended.class, Status.SUSPENDED),
              TransitionTable.of(Status.ACTIVE, AgentRevoked.class, Status.REVOKED),
              TransitionTable.of(Status.SUSPENDED, AgentRevoked.class, Status.REVOKED),
              TransitionTable.of(Status.SUSPENDED, AgentReinstated.class, Status.ACTIVE),
              TransitionTable.of(Status.REVOKED, AgentReinstated.class, Status.ACTIVE)));

  private AgentTransitions() {}
}
