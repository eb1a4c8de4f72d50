package dev.phaseledger.api.command;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.Competence;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Commands on an agent's authority.
public sealed interface AgentCommand extends LedgerCommand {

  AgentId agent();

  @Override
  default StreamId stream() {
    return StreamId.agent(tenant(), agent());
  }

  /// Makes an agent known.
  ///
  /// @param level the level it starts at; under a ladder in force that is the lowest, and nothing
  ///   else may be asked for
  record RegisterAgent(
      Context context,
      AgentId agent,
      String description,
      OptionalInt level,
      PrincipalId owner,
      Set<String> roles)
      implements AgentCommand {

    /// A registration at a level that is asked for.
    public RegisterAgent(
        Context context,
        AgentId agent,
        String description,
        int level,
        PrincipalId owner,
        Set<String> roles) {
      this(context, agent, description, OptionalInt.of(level), owner, roles);
    }
  }

  /// Promotes or demotes. Under a ladder in force it only demotes.
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

  /// Lets the agent act again, at a level not above the one it held. Needs a human.
  record ReinstateAgent(Context context, AgentId agent, int level, String reason)
      implements AgentCommand {}

  /// Holds the ladder in force against the agent's work on record. Only the ledger itself sends it.
  ///
  /// @param epoch the agent's authority epoch that the record belongs to; does nothing if the agent
  ///   is in another one by now
  /// @param competence the record that is judged
  /// @param proposal the name of the proposal, if the ladder wants humans to grant the promotion
  record AssessAgent(
      Context context, AgentId agent, long epoch, Competence competence, String proposal)
      implements AgentCommand {}

  /// A human's answer to a proposed promotion.
  ///
  /// @param proposal the one that is answered
  record AnswerPromotion(
      Context context, AgentId agent, String proposal, boolean granted, String reason)
      implements AgentCommand {}
}
