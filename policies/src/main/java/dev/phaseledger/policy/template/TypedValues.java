package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/// Holds values to their types and brings them into one form.
final class TypedValues {

  /// Length of a string, in UTF-16 code units.
  static final int CHARS_MAX = 2_048;

  /// Strings of a list.
  static final int ITEMS_MAX = 100;

  /// Integers are recorded within this distance of zero, where every reader has them exactly.
  private static final BigDecimal INTEGER_MAX = BigDecimal.valueOf(1L << 53);

  private TypedValues() {}

  /// The value, times and durations in their normal form.
  ///
  /// @throws InvalidFieldException if it is of another type or too long
  static JsonValue accept(String field, ParameterType type, JsonValue value) {
    return switch (type) {
      case STRING -> new JsonValue.Text(text(field, value));
      case INTEGER -> integer(field, value);
      case BOOLEAN -> {
        if (value instanceof JsonValue.Bool) {
          yield value;
        }
        throw new InvalidFieldException(field, "must be true or false");
      }
      case STRING_LIST -> list(field, value);
      case INSTANT -> instant(field, value);
      case DURATION -> duration(field, value);
    };
  }

  private static String text(String field, JsonValue value) {
    if (!(value instanceof JsonValue.Text(String text))) {
      throw new InvalidFieldException(field, "must be a string");
    }
    if (text.length() > CHARS_MAX) {
      throw new InvalidFieldException(
          field, "must not be longer than " + CHARS_MAX + " characters");
    }
    return text;
  }

  private static JsonValue integer(String field, JsonValue value) {
    if (value instanceof JsonValue.Num(BigDecimal number)
        && number.scale() <= 0
        && number.abs().compareTo(INTEGER_MAX) <= 0) {
      return value;
    }
    throw new InvalidFieldException(field, "must be a whole number within 2^53 of zero");
  }

  private static JsonValue list(String field, JsonValue value) {
    if (!(value instanceof JsonValue.Items(List<JsonValue> items))) {
      throw new InvalidFieldException(field, "must be a list of strings");
    }
    if (items.size() > ITEMS_MAX) {
      throw new InvalidFieldException(field, "must not have more than " + ITEMS_MAX + " items");
    }
    items.forEach(item -> text(field, item));
    return value;
  }

  private static JsonValue instant(String field, JsonValue value) {
    try {
      return new JsonValue.Text(OffsetDateTime.parse(text(field, value)).toInstant().toString());
    } catch (DateTimeException e) {
      throw refused(field, "must be a time such as 2027-01-31T12:00:00Z", e);
    }
  }

  private static JsonValue duration(String field, JsonValue value) {
    Duration duration;
    try {
      duration = Duration.parse(text(field, value));
    } catch (DateTimeException e) {
      throw refused(field, "must be a duration such as PT8H", e);
    }
    if (!duration.isPositive()) {
      throw new InvalidFieldException(field, "must be longer than nothing");
    }
    return new JsonValue.Text(duration.toString());
  }

  private static InvalidFieldException refused(String field, String reason, Exception cause) {
    InvalidFieldException refused = new InvalidFieldException(field, reason);
    refused.initCause(cause);
    return refused;
  }
}
