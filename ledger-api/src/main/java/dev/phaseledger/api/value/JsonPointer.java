package dev.phaseledger.api.value;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A place in a JSON document (RFC 6901), in its string form.
///
/// @param tokens the reference tokens, unescaped; none for the whole document
public record JsonPointer(List<String> tokens) implements Comparable<JsonPointer> {

  private static final Pattern SHAPE = Pattern.compile("(/([^~/]|~[01])*)*");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  public JsonPointer {
    tokens = List.copyOf(tokens);
  }

  /// Reads the string form.
  ///
  /// @throws IllegalArgumentException if it is none
  public static JsonPointer parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a JSON pointer such as /parameters/name");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointer(tokens.subList(1, Math.max(1, tokens.size())));
  }

  /// The place one step further.
  public JsonPointer child(String token) {
    List<String> longer = new ArrayList<>(tokens);
    longer.add(token);
    return new JsonPointer(longer);
  }

  /// Whether this place is the other one, or inside of it.
  public boolean isWithin(JsonPointer other) {
    return tokens.size() >= other.tokens.size()
        && tokens.subList(0, other.tokens.size()).equals(other.tokens);
  }

  /// What stands there, if the place exists.
  public Optional<JsonValue> find(JsonValue document) {
    Optional<JsonValue> found = Optional.of(document);
    for (String token : tokens) {
      found = found.flatMap(value -> step(value, token));
    }
    return found;
  }

  /// The document with another value there.
  ///
  /// @throws IllegalArgumentException if the place does not exist
  public JsonValue replace(JsonValue document, JsonValue value) {
    return replace(document, 0, value);
  }

  private JsonValue replace(JsonValue within, int depth, JsonValue value) {
    if (depth == tokens.size()) {
      return value;
    }
    String token = tokens.get(depth);
    JsonValue next =
        step(within, token)
            .orElseThrow(() -> new IllegalArgumentException(this + " is not in the document"));
    JsonValue replaced = replace(next, depth + 1, value);
    return switch (within) {
      case Fields fields -> {
        var members = new TreeMap<>(fields.members());
        members.put(token, replaced);
        yield new Fields(members);
      }
      case Items items -> {
        var values = new ArrayList<>(items.values());
        values.set(Integer.parseInt(token), replaced);
        yield new Items(values);
      }
      case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ ->
          throw new IllegalStateException("a scalar has no members");
    };
  }

  private static Optional<JsonValue> step(JsonValue value, String token) {
    return switch (value) {
      case Fields fields -> fields.find(token);
      case Items items ->
          INDEX.matcher(token).matches() && Integer.parseInt(token) < items.values().size()
              ? Optional.of(items.values().get(Integer.parseInt(token)))
              : Optional.empty();
      case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ -> Optional.empty();
    };
  }

  /// By the string form.
  @Override
  public int compareTo(JsonPointer other) {
    return toString().compareTo(other.toString());
  }

  /// The string form.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
