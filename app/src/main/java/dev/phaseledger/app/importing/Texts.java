package dev.phaseledger.app.importing;

/// Shortens texts.
final class Texts {

  private Texts() {}

  /// At most that many characters of a text, never half of a surrogate pair.
  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return text.substring(0, end);
  }
}
