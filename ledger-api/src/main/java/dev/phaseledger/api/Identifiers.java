package dev.phaseledger.api;

/// The one shape that every identifier has: it fits a path, a log line and a stream name unescaped.
final class Identifiers {

  /// Longest identifier, in characters.
  static final int CHARS_MAX = 128;

  private Identifiers() {}

  static void check(String field, String value) {
    if (value.length() > CHARS_MAX) {
      throw new InvalidFieldException(field, "longer than " + CHARS_MAX + " characters");
    }
    if (!hasShape(value)) {
      throw new InvalidFieldException(
          field,
          "must start with a letter or digit and hold only letters, digits, '.', '_', ':', '@' and"
              + " '-', without '..'");
    }
  }

  /// By hand: every decision makes a dozen of them.
  private static boolean hasShape(String value) {
    if (value.isEmpty() || !isLetterOrDigit(value.charAt(0))) {
      return false;
    }
    char before = 'a';
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((!isLetterOrDigit(c) && "._:@-".indexOf(c) < 0) || (c == '.' && before == '.')) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }
}
