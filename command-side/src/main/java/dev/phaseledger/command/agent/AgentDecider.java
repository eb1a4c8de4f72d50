package dev.phaseledger.command.agent;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decides on agents' authority.
public final class AgentDecider {

  private AgentDecider() {}

  /// The events a command leads to; none if what it asks for is so already.
  public static List<AgentEvent> decide(AgentCommand command, Optional<AgentAuthority> known) {
    if (!command.context().by().holds(Role.OPERATOR)) {
      throw new ForbiddenException("changing an agent's authority needs the role OPERATOR");
    }
    return switch (command) {
      case RegisterAgent c -> register(c, known);
      case ChangeAgentLevel c -> changeLevel(c, existing(command, known));
      case SuspendAgent c -> {
        Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
        yield existing(command, known).active()
            ? List.of(new AgentSuspended(c.agent(), c.reason(), c.causedBy()))
            : List.of();
      }
      case RevokeAgent c -> {
        Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
        yield existing(command, known).status() != Status.REVOKED
            ? List.of(new AgentRevoked(c.agent(), c.reason(), c.causedBy()))
            : List.of();
      }
      case ReinstateAgent c -> reinstate(c, existing(command, known));
    };
  }

  private static List<AgentEvent> register(RegisterAgent c, Optional<AgentAuthority> known) {
    if (known.isPresent()) {
      throw new InvalidFieldException("agentId", "'" + c.agent() + "' is registered already");
    }
    level(c.level());
    Limits.optionalText("description", c.description(), Limits.REASON_CHARS_MAX);
    Limits.count("roles", c.roles().size(), Limits.LABELS_MAX);
    return List.of(
        new AgentRegistered(c.agent(), c.description(), c.level(), c.owner(), c.roles()));
  }

  private static List<AgentEvent> changeLevel(ChangeAgentLevel c, AgentAuthority agent) {
    level(c.level());
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    if (!agent.active()) {
      throw new InvalidFieldException(
          "agentId", "is " + word(agent.status()) + "; reinstate it first");
    }
    return agent.level() == c.level()
        ? List.of()
        : List.of(
            new AgentLevelChanged(c.agent(), agent.level(), c.level(), c.reason(), c.causedBy()));
  }

  private static List<AgentEvent> reinstate(ReinstateAgent c, AgentAuthority agent) {
    level(c.level());
    Limits.text("reason", c.reason(), Limits.REASON_CHARS_MAX);
    if (agent.active()) {
      throw new InvalidFieldException("agentId", "is neither suspended nor revoked");
    }
    return List.of(new AgentReinstated(c.agent(), c.level(), c.reason()));
  }

  private static AgentAuthority existing(AgentCommand command, Optional<AgentAuthority> known) {
    return known.orElseThrow(
        () -> new NotFoundException("agentId", "no agent '" + command.agent() + "'"));
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static void level(int level) {
    if (level < 0 || level > Limits.LEVEL_MAX) {
      throw new InvalidFieldException("level", "must be from 0 to " + Limits.LEVEL_MAX);
    }
  }
}
