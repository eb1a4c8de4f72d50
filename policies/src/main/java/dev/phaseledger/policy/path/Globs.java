package dev.phaseledger.policy.path;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.resource.ResourceScope;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/// Reads lists of globs.
final class Globs {

  /// Globs of one list.
  private static final int GLOBS_MAX = 50;

  /// Length of a glob of names, in UTF-16 code units.
  private static final int CHARS_MAX = 200;

  private Globs() {}

  /// Globs of names: actions, agents, kinds, clauses, detectors. None if the member is left out.
  static List<String> read(Members members, String name, Problems problems) {
    List<String> globs = new ArrayList<>();
    for (Members.Item item : items(members, name)) {
      if (item.node() instanceof YamlNode.Text text
          && !text.value().isBlank()
          && text.value().length() <= CHARS_MAX) {
        globs.add(text.value());
      } else {
        problems.add(
            item.node().place(),
            item.field(),
            "must be a string of 1 to " + CHARS_MAX + " characters");
      }
    }
    return globs;
  }

  /// Globs of resources, normalized.
  static List<String> resources(Members members, String name, Problems problems) {
    List<String> globs = new ArrayList<>();
    for (Members.Item item : items(members, name)) {
      if (!(item.node() instanceof YamlNode.Text text)) {
        problems.add(
            item.node().place(), item.field(), "must be a string, but is " + item.node().kind());
        continue;
      }
      try {
        globs.add(ResourceScope.normalizeGlob(item.field(), text.value()));
      } catch (InvalidFieldException e) {
        problems.add(text.place(), item.field(), e.reason());
      }
    }
    return globs;
  }

  /// An empty list is refused: some would read it as nothing, some as anything.
  private static List<Members.Item> items(Members members, String name) {
    List<Members.Item> items = members.items(name, GLOBS_MAX);
    if (members.find(name).filter(YamlNode.Sequence.class::isInstance).isPresent()
        && items.isEmpty()) {
      members.problem(name, "must hold at least one glob, or be left out");
    }
    return items;
  }
}
