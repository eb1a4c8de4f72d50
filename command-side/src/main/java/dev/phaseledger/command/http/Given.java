package dev.phaseledger.command.http;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads members of a request body that may be missing.
public final class Given {

  private Given() {}

  /// A member that must be there.
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidFieldException(field, "is missing");
    }
    return value;
  }

  /// A text, empty if missing.
  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /// A list without missing items, empty if missing.
  public static <T> List<T> list(String field, @Nullable List<@Nullable T> values) {
    if (values == null) {
      return List.of();
    }
    return values.stream().map(value -> required(field, value)).toList();
  }

  /// A list of different texts, empty if missing.
  public static Set<String> set(String field, @Nullable List<@Nullable String> values) {
    List<String> given = list(field, values);
    var set = new TreeSet<>(given);
    if (set.size() < given.size()) {
      throw new InvalidFieldException(field, "names something twice");
    }
    return set;
  }

  /// A map without missing values, empty if missing.
  public static <T> Map<String, T> map(String field, @Nullable Map<String, @Nullable T> values) {
    if (values == null) {
      return Map.of();
    }
    var map = new java.util.TreeMap<String, T>();
    values.forEach((name, value) -> map.put(name, required(field + "." + name, value)));
    return map;
  }

  /// An object, empty if missing.
  public static JsonValue.Fields fields(String field, @Nullable JsonValue value) {
    return switch (value) {
      case null -> JsonValue.Fields.EMPTY;
      case JsonValue.Fields fields -> fields;
      case JsonValue.Text _,
          JsonValue.Num _,
          JsonValue.Bool _,
          JsonValue.Nil _,
          JsonValue.Items _ ->
          throw new InvalidFieldException(field, "must be an object");
    };
  }

  /// One of an enumeration's names.
  public static <E extends Enum<E>> E constant(String field, String name, E[] values) {
    for (E value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new InvalidFieldException(field, "must be one of " + Arrays.toString(values));
  }

  /// A member that may be missing.
  public static <T> Optional<T> optional(@Nullable T value) {
    return Optional.ofNullable(value);
  }
}
