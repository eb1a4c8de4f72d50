package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Roles as a column holds them: a JSON array, since a role may hold any character.
final class Roles {

  private Roles() {}

  static String text(Set<String> roles) {
    return Json.text(
        new JsonValue.Items(
            new TreeSet<>(roles).stream().<JsonValue>map(JsonValue.Text::new).toList()));
  }

  static Set<String> parse(String text) {
    if (Json.parse(text) instanceof JsonValue.Items items) {
      return items.values().stream()
          .map(item -> ((JsonValue.Text) item).value())
          .collect(Collectors.toUnmodifiableSet());
    }
    throw new IllegalStateException("no array of roles: " + text);
  }
}
