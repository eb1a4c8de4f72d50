package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What happened to an agent's authority. Each of these but what is said of a promotion before it
/// is granted, or of what invariants hold against it, raises the agent's authority epoch by one.
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
  ///
  /// @param causedBy what demanded it, if nobody decided so
  record AgentLevelChanged(
      AgentId agent, int from, int to, String reason, Optional<CausedBy> causedBy)
      implements AgentEvent {

    /// A change that somebody decided on.
    public AgentLevelChanged(AgentId agent, int from, int to, String reason) {
      this(agent, from, to, reason, Optional.empty());
    }
  }

  /// The agent may not act until a human has looked at it and reinstates it.
  record AgentSuspended(AgentId agent, String reason, Optional<CausedBy> causedBy)
      implements AgentEvent {}

  /// The agent may not act until it is reinstated.
  record AgentRevoked(AgentId agent, String reason, Optional<CausedBy> causedBy)
      implements AgentEvent {

    /// A revocation that somebody decided on.
    public AgentRevoked(AgentId agent, String reason) {
      this(agent, reason, Optional.empty());
    }
  }

  /// The agent may act again, at the level given.
  record AgentReinstated(AgentId agent, int level, String reason) implements AgentEvent {}

  /// The ladder's criterion for the next level is met. Changes no authority by itself.
  ///
  /// @param proposal names it; a proposal is open until it is granted or rejected, expires, or the
  ///   agent's authority changes
  /// @param rule the ladder, its version and the criterion, for people
  /// @param explanation the criterion with the values it read
  /// @param count distinct humans who must grant it
  /// @param roles roles of which each must hold one; empty means any approver
  record PromotionProposed(
      AgentId agent,
      String proposal,
      int from,
      int to,
      String rule,
      String explanation,
      Competence competence,
      int count,
      Set<String> roles,
      Instant expiresAt)
      implements AgentEvent {
    public PromotionProposed {
      roles = Set.copyOf(roles);
    }
  }

  /// A human's answer to a proposed promotion. Changes no authority by itself.
  record PromotionAnswered(
      AgentId agent,
      String proposal,
      PrincipalId by,
      Set<String> roles,
      boolean granted,
      String reason)
      implements AgentEvent {
    public PromotionAnswered {
      roles = Set.copyOf(roles);
    }
  }

  /// Invariants were held against a step that concerns the agent: its promotion, or a contract that
  /// was refused and therefore has no stream. Changes no authority by itself.
  record AgentStepJudged(AgentId agent, StepJudgement judgement) implements AgentEvent {}
}
