package dev.phaseledger.command.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.policy.path.PathAction;
import dev.phaseledger.policy.path.RevocationPath.Affects;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One thing that a taken path does. It is carried out as it is recorded, so a path that is
/// published anew meanwhile changes nothing about it.
///
/// @param delegates whether it is done to those that were delegated to, not to whom was observed
record Step(PathAction action, boolean delegates) {

  private static final String TO_DELEGATES = "delegates: ";
  private static final Pattern DEMOTE = Pattern.compile("demote: \\{levels: (\\d{1,3})\\}");
  private static final Pattern NOTIFY = Pattern.compile("notify: \\{webhook: (\\S+)\\}");
  private static final Pattern ROLLBACK =
      Pattern.compile(
          "rollback: \\{template: (\\S+), agent: (\\S+), action: (.+)\\}", Pattern.DOTALL);

  /// The steps of a path: each action for whom was observed, then for the delegates. Somebody is
  /// told once, and what one dispatch did is undone once, whomever the path affects.
  static List<Step> of(List<PathAction> actions, Affects affects) {
    List<Step> steps = new ArrayList<>();
    for (PathAction action : actions) {
      boolean once = action instanceof PathAction.Notify || action instanceof PathAction.Rollback;
      if (once || affects != Affects.DELEGATES) {
        steps.add(new Step(action, false));
      }
      if (!once && affects != Affects.SELF) {
        steps.add(new Step(action, true));
      }
    }
    return steps;
  }

  /// As it is recorded.
  String words() {
    String words = action.written();
    return delegates ? TO_DELEGATES + words : words;
  }

  /// Reads [#words].
  ///
  /// @throws IllegalArgumentException if they are no step that this release knows
  static Step parse(String words) {
    boolean delegates = words.startsWith(TO_DELEGATES);
    return new Step(action(delegates ? words.substring(TO_DELEGATES.length()) : words), delegates);
  }

  private static PathAction action(String words) {
    Matcher demote = DEMOTE.matcher(words);
    if (demote.matches()) {
      return new PathAction.Demote(Integer.parseInt(demote.group(1)));
    }
    Matcher notify = NOTIFY.matcher(words);
    if (notify.matches()) {
      return new PathAction.Notify(notify.group(1));
    }
    Matcher rollback = ROLLBACK.matcher(words);
    if (rollback.matches()) {
      return new PathAction.Rollback(
          rollback.group(1), new AgentId(rollback.group(2)), rollback.group(3));
    }
    return switch (words) {
      case "suspend-agent" -> new PathAction.SuspendAgent();
      case "revoke-agent" -> new PathAction.RevokeAgent();
      case "revoke-contract" -> new PathAction.RevokeContract();
      case "cancel-open-dispatches" -> new PathAction.CancelOpenDispatches();
      default -> throw new IllegalArgumentException("'" + words + "' is no action of a path");
    };
  }
}
