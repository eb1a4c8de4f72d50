package dev.phaseledger.policy.schema;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.policy.pattern.LinearPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a JSON Schema that can tell at once that a value keeps it, as nearly all do. Where
/// it does not say so, the validator is asked: so what breaks a schema, and in which words, is the
/// validator's alone, and what is accepted here it would accept too.
///
/// Knows the keywords that schemas of parameters use; a schema with any other one has no such part.
final class SureSchema {

  /// Keyword checks of one value; far below what the validator may take, so that what it refuses
  /// for its cost is never accepted here.
  private static final int CHECKS_MAX = 5_000;

  /// Nesting of subschemas, in the same way below the validator's.
  private static final int DEPTH_MAX = 50;

  /// One keyword.
  private interface Check {
    boolean keeps(JsonValue value, Budget budget);
  }

  /// A keyword that is not known.
  private static final class UnknownException extends Exception {
    UnknownException() {
      super("unknown keyword", null, false, false);
    }
  }

  private static final class Budget {
    private int checks = CHECKS_MAX;
  }

  private final Check[] checks;

  private SureSchema(List<Check> checks) {
    this.checks = checks.toArray(Check[]::new);
  }

  static Optional<SureSchema> of(Fields schema) {
    try {
      return Optional.of(compile(schema, 0));
    } catch (UnknownException e) {
      return Optional.empty();
    }
  }

  /// Whether the value surely keeps the schema; no says nothing.
  boolean accepts(JsonValue value) {
    return keeps(value, new Budget());
  }

  private boolean keeps(JsonValue value, Budget budget) {
    for (Check check : checks) {
      if (--budget.checks < 0 || !check.keeps(value, budget)) {
        return false;
      }
    }
    return true;
  }

  private static SureSchema compile(JsonValue schema, int depth) throws UnknownException {
    if (schema == Bool.TRUE) {
      return new SureSchema(List.of());
    }
    if (schema == Bool.FALSE) {
      return new SureSchema(List.of((_, _) -> false));
    }
    if (!(schema instanceof Fields fields) || depth > DEPTH_MAX) {
      throw new UnknownException();
    }
    List<Check> checks = new ArrayList<>();
    for (Map.Entry<String, JsonValue> keyword : fields.members().entrySet()) {
      Check check = check(keyword.getKey(), keyword.getValue(), fields, depth);
      if (check != null) {
        checks.add(check);
      }
    }
    return new SureSchema(checks);
  }

  /// Null if the keyword demands nothing.
  private static @Nullable Check check(String keyword, JsonValue demand, Fields schema, int depth)
      throws UnknownException {
    return switch (keyword) {
      case "$schema", "$comment", "title", "description", "default", "examples", "deprecated" ->
          null;
      case "x-personal" -> null;
      case "type" -> type(demand);
      case "const" -> (value, _) -> value.equals(demand);
      case "enum" -> oneOf(items(demand));
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          bound(keyword, number(demand));
      case "minLength" -> length(number(demand), 1);
      case "maxLength" -> length(number(demand), -1);
      case "pattern" -> pattern(demand);
      case "minItems" -> size(number(demand), 1);
      case "maxItems" -> size(number(demand), -1);
      case "items" -> each(compile(demand, depth + 1));
      case "required" -> required(items(demand));
      case "properties" -> properties(demand, schema, depth);
      // Together with the properties; without any, every member is an additional one.
      case "additionalProperties" ->
          schema.find("properties").isPresent() ? null : properties(Fields.EMPTY, schema, depth);
      case "allOf" -> all(items(demand), depth);
      default -> throw new UnknownException();
    };
  }

  private static List<JsonValue> items(JsonValue value) throws UnknownException {
    if (value instanceof Items items) {
      return items.values();
    }
    throw new UnknownException();
  }

  private static BigDecimal number(JsonValue value) throws UnknownException {
    if (value instanceof Num(BigDecimal number)) {
      return number;
    }
    throw new UnknownException();
  }

  private static Check type(JsonValue demand) throws UnknownException {
    List<JsonValue> names = demand instanceof Text ? List.of(demand) : items(demand);
    List<Check> types = new ArrayList<>();
    for (JsonValue name : names) {
      if (!(name instanceof Text(String text))) {
        throw new UnknownException();
      }
      types.add(
          switch (text) {
            case "object" -> (value, _) -> value instanceof Fields;
            case "array" -> (value, _) -> value instanceof Items;
            case "string" -> (value, _) -> value instanceof Text;
            case "number" -> (value, _) -> value instanceof Num;
            case "integer" -> (value, _) -> value instanceof Num(BigDecimal n) && n.scale() <= 0;
            case "boolean" -> (value, _) -> value instanceof Bool;
            case "null" -> (value, _) -> value instanceof Nil;
            default -> throw new UnknownException();
          });
    }
    return types.size() == 1
        ? types.getFirst()
        : (value, budget) -> types.stream().anyMatch(type -> type.keeps(value, budget));
  }

  private static Check oneOf(List<JsonValue> values) {
    return (value, _) -> values.contains(value);
  }

  private static Check bound(String keyword, BigDecimal bound) {
    int sign = keyword.endsWith("inimum") ? 1 : -1;
    int least = keyword.startsWith("exclusive") ? 1 : 0;
    return (value, _) ->
        !(value instanceof Num(BigDecimal number)) || sign * number.compareTo(bound) >= least;
  }

  private static Check length(BigDecimal bound, int sign) {
    return (value, _) ->
        !(value instanceof Text(String text))
            || sign * BigDecimal.valueOf(text.codePointCount(0, text.length())).compareTo(bound)
                >= 0;
  }

  private static Check size(BigDecimal bound, int sign) {
    return (value, _) ->
        !(value instanceof Items items)
            || sign * BigDecimal.valueOf(items.values().size()).compareTo(bound) >= 0;
  }

  private static Check pattern(JsonValue demand) throws UnknownException {
    if (!(demand instanceof Text(String expression))) {
      throw new UnknownException();
    }
    LinearPattern pattern;
    try {
      pattern = LinearPattern.compile(expression);
    } catch (IllegalArgumentException e) {
      // The validator says what is wrong with it.
      throw new UnknownException();
    }
    return (value, _) -> !(value instanceof Text(String text)) || pattern.find(text);
  }

  private static Check each(SureSchema schema) {
    return (value, budget) -> {
      if (value instanceof Items items) {
        for (JsonValue item : items.values()) {
          if (!schema.keeps(item, budget)) {
            return false;
          }
        }
      }
      return true;
    };
  }

  private static Check required(List<JsonValue> names) throws UnknownException {
    List<String> required = new ArrayList<>();
    for (JsonValue name : names) {
      if (!(name instanceof Text(String text))) {
        throw new UnknownException();
      }
      required.add(text);
    }
    return (value, _) -> {
      if (value instanceof Fields fields) {
        for (String name : required) {
          if (!fields.members().containsKey(name)) {
            return false;
          }
        }
      }
      return true;
    };
  }

  private static Check properties(JsonValue demand, Fields schema, int depth)
      throws UnknownException {
    if (!(demand instanceof Fields properties)) {
      throw new UnknownException();
    }
    Map<String, SureSchema> named = new HashMap<>();
    for (Map.Entry<String, JsonValue> property : properties.members().entrySet()) {
      named.put(property.getKey(), compile(property.getValue(), depth + 1));
    }
    SureSchema others = compile(schema.find("additionalProperties").orElse(Bool.TRUE), depth + 1);
    return (value, budget) -> {
      if (value instanceof Fields fields) {
        for (Map.Entry<String, JsonValue> member : fields.members().entrySet()) {
          SureSchema own = named.getOrDefault(member.getKey(), others);
          if (--budget.checks < 0 || !own.keeps(member.getValue(), budget)) {
            return false;
          }
        }
      }
      return true;
    };
  }

  private static Check all(List<JsonValue> schemas, int depth) throws UnknownException {
    List<SureSchema> parts = new ArrayList<>();
    for (JsonValue schema : schemas) {
      parts.add(compile(schema, depth + 1));
    }
    return (value, budget) -> {
      for (SureSchema part : parts) {
        if (!part.keeps(value, budget)) {
          return false;
        }
      }
      return true;
    };
  }
}
