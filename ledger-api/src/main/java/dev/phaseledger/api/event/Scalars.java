package dev.phaseledger.api.event;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;

/// Reads single values of the recorded form; each error names the place that it is given.
final class Scalars {

  /// Digits of the largest integer, [Form#INTEGER_MAX].
  private static final int INTEGER_DIGITS_MAX = 16;

  private Scalars() {}

  static String text(Place place, JsonValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw wrongType(place, "a string", value);
  }

  static <T> T wrapped(Place place, JsonValue value, Function<String, T> type) {
    String text = text(place, value);
    try {
      return type.apply(text);
    } catch (InvalidFieldException e) {
      // The type knows the rule, the path says where it was broken.
      throw new InvalidFieldException(place.path(), e.reason());
    }
  }

  static <E extends Enum<E>> E constant(Place place, JsonValue value, E[] values) {
    String text = text(place, value);
    for (E constant : values) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new InvalidFieldException(
        place.path(), "must be one of " + Arrays.toString(values) + "; is '" + text + "'");
  }

  static long integer(Place place, JsonValue value) {
    if (!(value instanceof Num(BigDecimal number))) {
      throw wrongType(place, "an integer", value);
    }
    // The scale of a stripped number is positive exactly if it has a fraction.
    if (number.scale() <= 0 && number.precision() - number.scale() <= INTEGER_DIGITS_MAX) {
      long integer = number.longValueExact();
      if (Math.abs(integer) <= Form.INTEGER_MAX) {
        return integer;
      }
    }
    throw new InvalidFieldException(
        place.path(), "must be an integer within 2^53, exclusive, either sign");
  }

  static int smallInteger(Place place, JsonValue value) {
    long integer = integer(place, value);
    if (integer != (int) integer) {
      throw new InvalidFieldException(
          place.path(), "must be from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
    }
    return (int) integer;
  }

  static boolean flag(Place place, JsonValue value) {
    if (value instanceof Bool bool) {
      return bool == Bool.TRUE;
    }
    throw wrongType(place, "true or false", value);
  }

  static Instant instant(Place place, JsonValue value) {
    String text = text(place, value);
    try {
      return Times.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          place.path(),
          "must be a time as RFC 3339 writes it, in UTC, such as 2026-01-31T09:30:00Z; is '"
              + text
              + "'");
    }
  }

  static Duration duration(Place place, JsonValue value) {
    String text = text(place, value);
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          place.path(), "must be an ISO 8601 duration, such as PT8H30M or P2D; is '" + text + "'");
    }
  }

  static Fields fields(Place place, JsonValue value) {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw wrongType(place, "an object", value);
  }

  static InvalidFieldException wrongType(Place place, String expected, JsonValue value) {
    String found =
        switch (value) {
          case Text _ -> "a string";
          case Num _ -> "a number";
          case Bool _ -> "true or false";
          case Nil _ -> "null";
          case Items _ -> "an array";
          case Fields _ -> "an object";
        };
    return new InvalidFieldException(place.path(), "must be " + expected + ", but is " + found);
  }
}
