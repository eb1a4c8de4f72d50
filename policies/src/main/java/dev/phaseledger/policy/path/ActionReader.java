package dev.phaseledger.policy.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import java.util.Optional;

/// Reads one item of `do`.
final class ActionReader {

  /// Steps that a path may take an agent down at once.
  private static final int LEVELS_MAX = 10;

  private static final int NAME_CHARS_MAX = 200;

  private static final Alternative.Offer OFFER =
      new Alternative.Offer(
          "an action",
          "demote, suspend-agent, revoke-agent, revoke-contract, cancel-open-dispatches, rollback,"
              + " notify");

  private final Problems problems;

  ActionReader(Problems problems) {
    this.problems = problems;
  }

  Optional<PathAction> read(Members.Item item) {
    return Alternative.of(item, OFFER, problems)
        .flatMap(alternative -> action(alternative.name(), alternative.members()));
  }

  private Optional<PathAction> action(String name, Members members) {
    return switch (name) {
      case "demote" -> {
        members.only("levels");
        yield members
            .require("levels", members.integer("levels", 1, LEVELS_MAX))
            .map(PathAction.Demote::new);
      }
      case "suspend-agent" -> bare(members, new PathAction.SuspendAgent());
      case "revoke-agent" -> bare(members, new PathAction.RevokeAgent());
      case "revoke-contract" -> bare(members, new PathAction.RevokeContract());
      case "cancel-open-dispatches" -> bare(members, new PathAction.CancelOpenDispatches());
      case "rollback" -> rollback(members);
      case "notify" -> {
        members.only("webhook");
        yield members.identifier("webhook").map(PathAction.Notify::new);
      }
      default -> {
        problems.add(members.place(), members.field(), unknown(name));
        yield Optional.empty();
      }
    };
  }

  private static String unknown(String name) {
    return (name.equals("signal-only")
            ? "is not needed: that a path fired is recorded anyway"
            : "is not an action")
        + "; known are "
        + OFFER.known();
  }

  private static Optional<PathAction> bare(Members members, PathAction action) {
    members.only();
    return Optional.of(action);
  }

  private static Optional<PathAction> rollback(Members members) {
    members.only("template", "agent", "action");
    Optional<String> template = members.identifier("template");
    Optional<AgentId> agent = members.require("agent", agent(members));
    Optional<String> action = members.require("action", members.text("action", NAME_CHARS_MAX));
    return template.isPresent() && agent.isPresent() && action.isPresent()
        ? Optional.of(new PathAction.Rollback(template.get(), agent.get(), action.get()))
        : Optional.empty();
  }

  private static Optional<AgentId> agent(Members members) {
    return members
        .text("agent", NAME_CHARS_MAX)
        .flatMap(id -> {
          try {
            return Optional.of(new AgentId(id));
          } catch (InvalidFieldException e) {
            members.problem("agent", e.reason());
            return Optional.empty();
          }
        });
  }
}
