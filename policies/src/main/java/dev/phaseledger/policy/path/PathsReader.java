package dev.phaseledger.policy.path;

import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.path.RevocationPath.Affects;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads `spec.paths` and reports every way in which they are not paths.
final class PathsReader {

  private static final int DESCRIPTION_CHARS_MAX = 500;

  private static final Map<String, Affects> AFFECTS =
      new TreeMap<>(
          Map.of(
              "self",
              Affects.SELF,
              "delegates",
              Affects.DELEGATES,
              "self-and-delegates",
              Affects.SELF_AND_DELEGATES));

  private final Problems problems;
  private final TriggerReader triggers;
  private final ActionReader actions;
  private final List<Problem> warnings = new ArrayList<>();

  PathsReader(Problems problems) {
    this.problems = problems;
    this.triggers = new TriggerReader(problems);
    this.actions = new ActionReader(problems);
  }

  List<Problem> warnings() {
    return warnings;
  }

  List<RevocationPath> read(Members spec) {
    spec.only("paths");
    if (spec.require("paths", spec.find("paths")).isPresent()
        && spec.items("paths", RevocationPaths.PATHS_MAX).isEmpty()) {
      spec.problem("paths", "must hold at least one path");
    }
    List<RevocationPath> paths = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    spec.each(
        "paths",
        RevocationPaths.PATHS_MAX,
        members -> {
          Optional<String> id = members.identifier("id");
          if (id.isPresent() && !ids.add(id.get())) {
            members.problem("id", "is used by another path");
          }
          path(members, id.orElse("")).ifPresent(paths::add);
        });
    return paths;
  }

  private Optional<RevocationPath> path(Members members, String id) {
    members.only("id", "description", "on", "where", "do", "affects", "coolDown");
    String description = members.text("description", DESCRIPTION_CHARS_MAX).orElse("");
    Optional<Trigger> on =
        members
            .require("on", members.find("on"))
            .flatMap(node -> triggers.read(new Members.Item(node, members.path("on"))));
    Where where = members.members("where").map(this::where).orElse(Where.ANY);
    on.ifPresent(trigger -> reachable(members, trigger, where));
    List<PathAction> todo = actions(members);
    Affects affects = members.choice("affects", AFFECTS).orElse(Affects.SELF);
    Optional<Duration> coolDown = members.duration("coolDown", RevocationPaths.COOL_DOWN_MAX);
    return on.map(
        trigger -> new RevocationPath(id, description, trigger, where, todo, affects, coolDown));
  }

  private Where where(Members members) {
    members.only("actions", "resources", "agents");
    return new Where(
        Globs.read(members, "actions", problems),
        Globs.resources(members, "resources", problems),
        Globs.read(members, "agents", problems));
  }

  /// Reports conditions that no observation of the trigger's kind can meet.
  private static void reachable(Members members, Trigger on, Where where) {
    boolean dispatch =
        switch (on) {
          case Trigger.Manual _, Trigger.HeartbeatStale _ -> false;
          case Trigger.Breach _,
              Trigger.Counted _,
              Trigger.EvidenceFailed _,
              Trigger.Signal _,
              Trigger.BudgetOverrun _ ->
              true;
        };
    if (!dispatch && !(where.actions().isEmpty() && where.resources().isEmpty())) {
      members.problem(
          "where",
          "would never hold: what sets off '%s' has no action and no resources; name agents"
              .formatted(on.name()));
    }
  }

  private List<PathAction> actions(Members members) {
    if (members
            .require("do", members.find("do"))
            .filter(YamlNode.Sequence.class::isInstance)
            .isPresent()
        && members.items("do", RevocationPaths.ACTIONS_MAX).isEmpty()) {
      members.problem("do", "must hold at least one action");
    }
    List<PathAction> todo = new ArrayList<>();
    for (Members.Item item : members.items("do", RevocationPaths.ACTIONS_MAX)) {
      actions
          .read(item)
          .ifPresent(action -> {
            contradiction(action, todo)
                .ifPresent(warning -> warn(item.node().place(), item.field(), warning));
            todo.add(action);
          });
    }
    return todo;
  }

  /// Why an action makes no sense after those before it, if it makes none.
  private static Optional<String> contradiction(PathAction action, List<PathAction> before) {
    if (before.contains(action)) {
      return Optional.of("'%s' is there twice".formatted(action.name()));
    }
    boolean onAnAgent =
        action instanceof PathAction.Demote || action instanceof PathAction.SuspendAgent;
    return onAnAgent && before.contains(new PathAction.RevokeAgent())
        ? Optional.of("'%s' does nothing after 'revoke-agent'".formatted(action.name()))
        : Optional.empty();
  }

  private void warn(Place place, String field, String message) {
    warnings.add(new Problem(place.line(), place.column(), field, message, ""));
  }
}
