package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Limits;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
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

  /// A digest that must be there.
  ///
  /// @throws InvalidFieldException naming the field, not what is wrong with digests in general
  public static Digest digest(String field, @Nullable String value) {
    String text = required(field, value);
    try {
      return new Digest(text);
    } catch (InvalidFieldException malformed) {
      throw new InvalidFieldException(field, malformed.reason());
    }
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

  /// A list of names, empty if missing. What is wrong is named by its index.
  ///
  /// @throws InvalidFieldException for one that is missing, blank, too long or there twice
  public static Set<String> names(String field, @Nullable List<@Nullable String> values) {
    var names = new TreeSet<String>();
    List<String> given = indexed(field, values);
    for (int i = 0; i < given.size(); i++) {
      String item = field + "[" + i + "]";
      Limits.text(item, given.get(i), Limits.NAME_CHARS_MAX);
      if (!names.add(given.get(i))) {
        throw new InvalidFieldException(item, "is there twice");
      }
    }
    return names;
  }

  /// A list, empty if missing. An item that is missing is named by its index.
  public static <T> List<T> indexed(String field, @Nullable List<@Nullable T> values) {
    List<T> given = new ArrayList<>();
    if (values != null) {
      for (T value : values) {
        given.add(required(field + "[" + given.size() + "]", value));
      }
    }
    return given;
  }

  /// A length of time in ISO 8601, such as PT8H.
  public static Duration duration(String field, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(field, "must be an ISO 8601 duration such as PT8H");
    }
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
