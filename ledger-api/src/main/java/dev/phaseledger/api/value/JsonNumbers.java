package dev.phaseledger.api.value;

import java.math.BigDecimal;

/// The limits and the normal form of numbers.
final class JsonNumbers {

  /// Digits of an integer that surely fits a `long`.
  static final int LONG_DIGITS = 18;

  private JsonNumbers() {}

  /// Why a number is refused, on the way in and on the way out alike; empty if it is not.
  static String problem(BigDecimal value) {
    if (value.precision() > Json.NUMBER_DIGITS_MAX) {
      return "is a number of more than " + Json.NUMBER_DIGITS_MAX + " significant digits";
    }
    if (Math.abs(magnitude(value)) > Json.NUMBER_EXPONENT_MAX) {
      return "is a number whose magnitude is not between 1e-"
          + Json.NUMBER_EXPONENT_MAX
          + " and 1e+"
          + Json.NUMBER_EXPONENT_MAX;
    }
    return "";
  }

  /// Whether the value is an integer that a `long` surely holds.
  static boolean isShortInteger(BigDecimal value) {
    return value.scale() <= 0 && magnitude(value) < LONG_DIGITS;
  }

  /// The normal form that [Json] documents, of a number without trailing zeros.
  static String text(BigDecimal value) {
    if (plainDigits(value) <= Json.PLAIN_DIGITS_MAX) {
      return value.toPlainString();
    }
    String digits = value.unscaledValue().abs().toString();
    var text = new StringBuilder(digits.length() + 8);
    if (value.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    long exponent = magnitude(value);
    return text.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent)).toString();
  }

  /// The power of ten of the first significant digit.
  private static long magnitude(BigDecimal value) {
    return value.signum() == 0 ? 0 : (long) value.precision() - value.scale() - 1;
  }

  private static long plainDigits(BigDecimal value) {
    if (value.scale() <= 0) {
      return magnitude(value) + 1;
    }
    return Math.max(value.precision(), value.scale() + 1L);
  }
}
