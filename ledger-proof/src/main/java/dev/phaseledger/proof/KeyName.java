package dev.phaseledger.proof;

/// The rule for key names of C2SP signed-note: not empty, no Unicode space, no plus sign.
final class KeyName {
  private KeyName() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && StrictText.isLine(name)
        && name.codePoints().noneMatch(c -> c == '+' || isSpace(c));
  }

  static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "key name is empty or has a space, a plus sign or a control character");
    }
    return name;
  }

  private static boolean isSpace(int codePoint) {
    return Character.isSpaceChar(codePoint)
        || Character.isWhitespace(codePoint)
        || codePoint == 0x85;
  }
}
