package dev.phaseledger.app.guard;

import java.util.HexFormat;

/// Puts what others wrote into one line for a terminal.
final class Lines {

  /// Longest line, in characters.
  static final int CHARS_MAX = 600;

  private Lines() {}

  /// The text on one line, without anything that a terminal would act on.
  static String one(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), CHARS_MAX));
    for (int i = 0; i < text.length() && line.length() < CHARS_MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n' || c == '\r' || c == '\t') {
        line.append(' ');
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        line.append("\\u").append(HexFormat.of().toHexDigits((char) c));
      } else {
        line.appendCodePoint(c);
      }
    }
    return line.toString().strip();
  }

  /// Bytes of a name that need not be text: ASCII as it is, everything else as `\xNN`.
  static String quoted(byte[] name) {
    StringBuilder quoted = new StringBuilder("'");
    for (byte b : name) {
      if (quoted.length() >= CHARS_MAX / 2) {
        quoted.append("...");
        break;
      }
      if (b >= ' ' && b < 0x7f) {
        quoted.append((char) b);
      } else {
        quoted.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
    return quoted.append('\'').toString();
  }
}
