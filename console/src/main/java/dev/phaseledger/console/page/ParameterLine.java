package dev.phaseledger.console.page;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// One value among a request's parameters: as the agent asked, and as it would be released.
///
/// @param path where it stands, as a JSON pointer
/// @param asked empty if the agent did not name it
/// @param released empty if it is taken away
/// @param changed whether the ledger rewrote it
public record ParameterLine(String path, String asked, String released, boolean changed) {

  /// Every value of the parameters, with what became of it.
  ///
  /// @param rewritten empty if nothing is rewritten
  public static List<ParameterLine> of(
      JsonValue.Fields asked, Optional<JsonValue.Fields> rewritten) {
    Map<String, String> before = leaves(asked);
    Map<String, String> after = rewritten.map(ParameterLine::leaves).orElse(before);
    var paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .map(path -> {
          String was = before.getOrDefault(path, "");
          String is = after.getOrDefault(path, "");
          return new ParameterLine(path, was, is, !was.equals(is));
        })
        .toList();
  }

  private static Map<String, String> leaves(JsonValue.Fields fields) {
    Map<String, String> leaves = new TreeMap<>();
    fields.members().forEach((name, value) -> collect("/" + escaped(name), value, leaves));
    return leaves;
  }

  private static void collect(String path, JsonValue value, Map<String, String> leaves) {
    switch (value) {
      case JsonValue.Fields fields when !fields.members().isEmpty() ->
          fields
              .members()
              .forEach((name, inner) -> collect(path + "/" + escaped(name), inner, leaves));
      case JsonValue.Items items when !items.values().isEmpty() -> {
        for (int i = 0; i < items.values().size(); i++) {
          collect(path + "/" + i, items.values().get(i), leaves);
        }
      }
      case JsonValue.Fields _,
          JsonValue.Items _,
          JsonValue.Text _,
          JsonValue.Num _,
          JsonValue.Bool _,
          JsonValue.Nil _ ->
          leaves.put(path, Json.text(value));
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /// The texts among some values that are differences between files, in the form of `diff -u`.
  public static List<String> diffs(JsonValue.Fields fields) {
    List<String> diffs = new ArrayList<>();
    fields.members().values().forEach(value -> collectDiffs(value, diffs));
    return diffs;
  }

  private static void collectDiffs(JsonValue value, List<String> diffs) {
    switch (value) {
      case JsonValue.Fields fields ->
          fields.members().values().forEach(inner -> collectDiffs(inner, diffs));
      case JsonValue.Items items -> items.values().forEach(inner -> collectDiffs(inner, diffs));
      case JsonValue.Text text -> {
        boolean isDiff = text.value().lines().anyMatch(line -> line.startsWith("@@ "));
        if (isDiff) {
          diffs.add(text.value());
        }
      }
      case JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ -> {}
    }
  }
}
