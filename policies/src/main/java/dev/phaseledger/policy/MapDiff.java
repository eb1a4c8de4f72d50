package dev.phaseledger.policy;

import dev.phaseledger.policy.MapDefinition.Invariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What differs between two versions of a map: which invariants, and which lines.
///
/// @param added invariants that only the later one has
/// @param removed invariants that only the earlier one has
/// @param changed invariants that both have and that mean something else
/// @param lines the lines of both, each after ` `, `-` or `+`
public record MapDiff(
    List<String> added, List<String> removed, List<String> changed, List<String> lines) {

  /// Lines of each source that are matched with each other.
  static final int LINES_MAX = 4_000;

  public MapDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    lines = List.copyOf(lines);
  }

  /// Compares two sources that compile.
  ///
  /// @throws InvalidMapException if one of them is no map
  public static MapDiff of(String earlier, String later) {
    Map<String, String> before = invariants(earlier);
    Map<String, String> after = invariants(later);
    return new MapDiff(
        after.keySet().stream().filter(id -> !before.containsKey(id)).toList(),
        before.keySet().stream().filter(id -> !after.containsKey(id)).toList(),
        after.entrySet().stream()
            .filter(each -> before.containsKey(each.getKey()))
            .filter(each -> !each.getValue().equals(before.get(each.getKey())))
            .map(Map.Entry::getKey)
            .toList(),
        lines(earlier, later));
  }

  /// Compares the lines of two sources, whether or not they are maps.
  public static List<String> lines(String earlier, String later) {
    return lines(earlier.lines().toList(), later.lines().toList());
  }

  /// What each invariant means, as text without its place.
  private static Map<String, String> invariants(String source) {
    Problems problems = new Problems();
    MapDefinition map =
        MapReader.read(PolicyDocument.read(source, "InvariantMap", problems), problems);
    problems.throwIfAny();
    Map<String, String> meanings = new LinkedHashMap<>();
    map.invariants().forEach(each -> meanings.put(each.id(), meaning(each)));
    return meanings;
  }

  private static String meaning(Invariant invariant) {
    MapDefinition.Reaction reaction = invariant.reaction();
    Map<String, String> set = new TreeMap<>();
    reaction.set().forEach((name, expression) -> set.put(name, expression.text()));
    Map<String, String> annotations = new TreeMap<>();
    invariant.annotations().forEach((name, value) -> annotations.put(name, value.text()));
    return String.join(
        "\n",
        invariant.description(),
        invariant.enforcement().name(),
        invariant.failurePolicy().toString(),
        invariant.severity().toString(),
        invariant.match().toString(),
        invariant.conditions().stream().map(ExpressionSource::text).toList().toString(),
        invariant.expression().text(),
        invariant.messageExpression().map(ExpressionSource::text).orElse(""),
        invariant.message().orElse(""),
        reaction.effect().name(),
        reaction.approval().toString(),
        set.toString(),
        annotations.toString(),
        reaction.until().toString(),
        reaction.timeout().toString(),
        Integer.toString(reaction.levels()));
  }

  /// The longest common lines are kept; where sources are too long to be matched, all of one follow
  /// all of the other.
  private static List<String> lines(List<String> earlier, List<String> later) {
    List<String> lines = new ArrayList<>();
    if (earlier.size() > LINES_MAX || later.size() > LINES_MAX) {
      earlier.forEach(line -> lines.add("-" + line));
      later.forEach(line -> lines.add("+" + line));
      return lines;
    }
    int[][] common = common(earlier, later);
    int i = 0;
    int j = 0;
    while (i < earlier.size() || j < later.size()) {
      if (i < earlier.size() && j < later.size() && earlier.get(i).equals(later.get(j))) {
        lines.add(" " + earlier.get(i));
        i++;
        j++;
      } else if (j == later.size()
          || (i < earlier.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("-" + earlier.get(i++));
      } else {
        lines.add("+" + later.get(j++));
      }
    }
    return lines;
  }

  /// How many lines the rests of two lists have in common, by where the rests start.
  private static int[][] common(List<String> earlier, List<String> later) {
    int[][] common = new int[earlier.size() + 1][later.size() + 1];
    for (int i = earlier.size() - 1; i >= 0; i--) {
      for (int j = later.size() - 1; j >= 0; j--) {
        common[i][j] =
            earlier.get(i).equals(later.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
