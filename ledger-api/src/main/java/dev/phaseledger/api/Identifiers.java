package dev.phaseledger.api;

import java.util.regex.Pattern;

/// The one shape that every identifier has: it fits a path, a log line and a stream name unescaped.
final class Identifiers {

  /// Longest identifier, in characters.
  static final int CHARS_MAX = 128;

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

  private Identifiers() {}

  static void check(String field, String value) {
    if (value.length() > CHARS_MAX) {
      throw new InvalidFieldException(field, "longer than " + CHARS_MAX + " characters");
    }
    if (!SHAPE.matcher(value).matches() || value.contains("..")) {
      throw new InvalidFieldException(
          field,
          "must start with a letter or digit and hold only letters, digits, '.', '_', ':', '@' and"
              + " '-', without '..'");
    }
  }
}
