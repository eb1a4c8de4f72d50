package dev.phaseledger.command.agent;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.authority.AgentTransitions;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decides on agents' authority. Authority is lowered at once and by whoever operates; it is raised
/// only as the ladder in force says, where there is one.
public final class AgentDecider {

  private AgentDecider() {}

  /// The events a command leads to; none if what it asks for is so already.
  public static List<AgentEvent> decide(
      AgentCommand command, Optional<AgentAuthority> known, TenantPolicy policy, Instant now) {
    List<AgentEvent> events =
        switch (command) {
          case RegisterAgent c -> register(c, known, policy);
          case ChangeAgentLevel c -> changeLevel(c, existing(command, known), policy);
          case SuspendAgent c -> suspend(c, existing(command, known));
          case RevokeAgent c -> revoke(c, existing(command, known));
          case ReinstateAgent c -> reinstate(c, existing(command, known));
          case AssessAgent c -> Assessment.assess(c, existing(command, known), policy, now);
          case AnswerPromotion c ->
              PromotionAnswers.answer(c, existing(command, known), policy, now);
        };
    requireTransitions(known.map(AgentAuthority::status), events);
    return events;
  }

  private static List<AgentEvent> register(
      RegisterAgent c, Optional<AgentAuthority> known, TenantPolicy policy) {
    requireOperator(c);
    if (known.isPresent()) {
      throw new InvalidFieldException("agentId", "'" + c.agent() + "' is registered already");
    }
    Limits.optionalText("description", c.description(), Limits.REASON_CHARS_MAX);
    Limits.count("roles", c.roles().size(), Limits.LABELS_MAX);
    return List.of(
        new AgentRegistered(
            c.agent(), c.description(), firstLevel(c, policy.ladder()), c.owner(), c.roles()));
  }

  private static int firstLevel(RegisterAgent c, Optional<AutonomyLadder> ladder) {
    if (ladder.isPresent()) {
      int lowest = ladder.get().lowest();
      if (c.level().isPresent() && c.level().getAsInt() != lowest) {
        throw new InvalidFieldException(
            "level",
            "must be %d or left out: under the ladder %s every agent starts at the lowest level"
                .formatted(lowest, ladder.get().name()));
      }
      return lowest;
    }
    if (c.level().isEmpty()) {
      throw new InvalidFieldException("level", "is missing");
    }
    return level(c.level().getAsInt());
  }

  private static List<AgentEvent> changeLevel(
      ChangeAgentLevel c, AgentAuthority agent, TenantPolicy policy) {
    requireOperator(c);
    level(c.level());
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    if (!allowed(agent, AgentLevelChanged.class)) {
      throw new InvalidFieldException(
          "agentId", "is " + word(agent.status()) + "; reinstate it first");
    }
    if (agent.level() == c.level()) {
      return List.of();
    }
    policy.ladder().ifPresent(ladder -> requireLadder(c, agent, ladder));
    return List.of(
        new AgentLevelChanged(c.agent(), agent.level(), c.level(), c.reason(), c.causedBy()));
  }

  /// An agent whose level the ladder does not have may do nothing and can never be due for a
  /// promotion; a human may put it where every agent starts.
  private static void requireLadder(
      ChangeAgentLevel c, AgentAuthority agent, AutonomyLadder ladder) {
    if (ladder.level(c.level()).isEmpty()) {
      throw new InvalidFieldException(
          "level", "the ladder %s has no level %d".formatted(ladder.name(), c.level()));
    }
    if (c.level() < agent.level()) {
      return;
    }
    boolean joins =
        ladder.level(agent.level()).isEmpty()
            && c.level() == ladder.lowest()
            && c.context().by().kind() == Principal.Kind.HUMAN;
    if (!joins) {
      throw new InvalidFieldException(
          "level",
          "the agent holds level %d, and only the ladder %s raises it: a promotion is proposed when its criterion holds, and granted by answering the proposal"
              .formatted(agent.level(), ladder.name()));
    }
  }

  private static List<AgentEvent> suspend(SuspendAgent c, AgentAuthority agent) {
    requireOperator(c);
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    return allowed(agent, AgentSuspended.class)
        ? List.of(new AgentSuspended(c.agent(), c.reason(), c.causedBy()))
        : List.of();
  }

  private static List<AgentEvent> revoke(RevokeAgent c, AgentAuthority agent) {
    requireOperator(c);
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    return allowed(agent, AgentRevoked.class)
        ? List.of(new AgentRevoked(c.agent(), c.reason(), c.causedBy()))
        : List.of();
  }

  private static List<AgentEvent> reinstate(ReinstateAgent c, AgentAuthority agent) {
    requireOperator(c);
    if (c.context().by().kind() != Principal.Kind.HUMAN) {
      throw new ForbiddenException("reinstating an agent needs a human");
    }
    level(c.level());
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    if (!allowed(agent, AgentReinstated.class)) {
      throw new InvalidFieldException("agentId", "is neither suspended nor revoked");
    }
    if (c.level() > agent.level()) {
      throw new InvalidFieldException(
          "level", "must not be above %d, the level it held before".formatted(agent.level()));
    }
    return List.of(new AgentReinstated(c.agent(), c.level(), c.reason()));
  }

  private static void requireOperator(AgentCommand command) {
    if (!command.context().by().holds(Role.OPERATOR)) {
      throw new ForbiddenException("changing an agent's authority needs the role OPERATOR");
    }
  }

  private static AgentAuthority existing(AgentCommand command, Optional<AgentAuthority> known) {
    return known.orElseThrow(
        () -> new NotFoundException("agentId", "no agent '" + command.agent() + "'"));
  }

  private static boolean allowed(AgentAuthority agent, Class<? extends AgentEvent> event) {
    return AgentTransitions.TABLE.allows(Optional.of(agent.status()), event);
  }

  /// What was decided must be a way through the table, whichever rule decided it.
  private static void requireTransitions(Optional<Status> from, List<AgentEvent> events) {
    Optional<Status> status = from;
    for (AgentEvent event : events) {
      Optional<Status> before = status;
      status = AgentTransitions.TABLE.next(before, event.getClass()).stream().findFirst();
      if (status.isEmpty()) {
        throw new IllegalStateException(
            "no transition leads from %s by %s".formatted(before, event));
      }
    }
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static int level(int level) {
    if (level < 0 || level > Limits.LEVEL_MAX) {
      throw new InvalidFieldException("level", "must be from 0 to " + Limits.LEVEL_MAX);
    }
    return level;
  }
}
