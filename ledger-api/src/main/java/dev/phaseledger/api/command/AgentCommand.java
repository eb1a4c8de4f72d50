package dev.phaseledger.api.command;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.CausedBy;
import java.util.Optional;
import java.util.Set;

/// Commands on an agent's authority.
public sealed interface AgentCommand extends LedgerCommand {

  AgentId agent();

  @Override
  default StreamId stream() {
    return StreamId.agent(tenant(), agent());
  }

  record RegisterAgent(
      Context context,
      AgentId agent,
      String description,
      int level,
      PrincipalId owner,
      Set<String> roles)
      implements AgentCommand {}

  /// Promotes or demotes.
  ///
  /// @param causedBy what demands it, if nobody decided so
  record ChangeAgentLevel(
      Context context, AgentId agent, int level, String reason, Optional<CausedBy> causedBy)
      implements AgentCommand {

    /// A change that somebody decided on.
    public ChangeAgentLevel(Context context, AgentId agent, int level, String reason) {
      this(context, agent, level, reason, Optional.empty());
    }
  }

  /// Stops the agent until a human reinstates it.
  record SuspendAgent(Context context, AgentId agent, String reason, Optional<CausedBy> causedBy)
      implements AgentCommand {}

  record RevokeAgent(Context context, AgentId agent, String reason, Optional<CausedBy> causedBy)
      implements AgentCommand {

    /// A revocation that somebody decided on.
    public RevokeAgent(Context context, AgentId agent, String reason) {
      this(context, agent, reason, Optional.empty());
    }
  }

  record ReinstateAgent(Context context, AgentId agent, int level, String reason)
      implements AgentCommand {}
}
