package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.template.Placeholders.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills one contract's body with values. What is put in is never looked at for references again.
final class Filling {

  /// What values may add to a contract, in UTF-16 code units: more would not fit into an entry.
  static final int ADDED_CHARS_MAX = 64 * 1024;

  private final Map<String, JsonValue> values;
  private long added;

  Filling(Map<String, JsonValue> values) {
    this.values = values;
  }

  JsonValue.Fields fill(Part.Mapping mapping) {
    JsonValue.Fields.Builder members = JsonValue.Fields.builder();
    mapping
        .members()
        .forEach((name, part) -> fill(part).ifPresent(value -> members.put(name, value)));
    return members.build();
  }

  private Optional<JsonValue> fill(Part part) {
    return switch (part) {
      case Part.Constant(JsonValue value) -> Optional.of(value);
      case Part.Whole(String parameter) -> value(parameter);
      case Part.Mixed mixed -> Optional.of(new JsonValue.Text(join(mixed)));
      case Part.Sequence sequence -> Optional.of(fill(sequence));
      case Part.Mapping mapping -> Optional.of(fill(mapping));
    };
  }

  private JsonValue fill(Part.Sequence sequence) {
    List<JsonValue> items = new ArrayList<>();
    for (Part part : sequence.items()) {
      Optional<JsonValue> item = fill(part);
      if (part instanceof Part.Whole
          && item.isPresent()
          && item.get() instanceof JsonValue.Items(List<JsonValue> values)) {
        items.addAll(values);
      } else {
        item.ifPresent(items::add);
      }
    }
    return new JsonValue.Items(items);
  }

  private String join(Part.Mixed mixed) {
    StringBuilder joined = new StringBuilder();
    String last = "";
    for (Piece piece : mixed.pieces()) {
      switch (piece) {
        case Piece.Plain(String text) -> joined.append(text);
        case Piece.Reference(String name, int _) -> {
          last = name;
          joined.append(value(name).map(Bounds::shown).orElseThrow());
        }
        case Piece.Mistake _ -> throw new IllegalStateException("the template was checked");
      }
    }
    // Two harmless values side by side, or one beside the template's own dot, may form a '..'.
    if (mixed.scoped() && ScopeRule.moves(joined.toString())) {
      throw new InvalidFieldException(
          ContractTemplate.field(last), "must not complete '..' nor a segment '.' in a scope");
    }
    return joined.toString();
  }

  private Optional<JsonValue> value(String parameter) {
    Optional<JsonValue> value = Optional.ofNullable(values.get(parameter));
    added += value.map(Filling::chars).orElse(0L);
    if (added > ADDED_CHARS_MAX) {
      throw new InvalidFieldException(
          ContractTemplate.field(parameter),
          "makes the contract too large: values may add " + ADDED_CHARS_MAX + " characters");
    }
    return value;
  }

  private static long chars(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> text.length();
      case JsonValue.Items(List<JsonValue> items) ->
          items.stream().mapToLong(item -> chars(item) + 1).sum();
      case JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _, JsonValue.Fields _ -> 1;
    };
  }
}
