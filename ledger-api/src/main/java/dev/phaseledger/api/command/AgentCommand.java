package dev.phaseledger.api.command;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
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

  record ChangeAgentLevel(Context context, AgentId agent, int level, String reason)
      implements AgentCommand {}

  record RevokeAgent(Context context, AgentId agent, String reason) implements AgentCommand {}

  record ReinstateAgent(Context context, AgentId agent, int level, String reason)
      implements AgentCommand {}
}
