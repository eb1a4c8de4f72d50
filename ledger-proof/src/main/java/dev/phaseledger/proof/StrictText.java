package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Readers that accept one spelling of each value, so that parse and format are exact inverses.
final class StrictText {
  private StrictText() {}

  static String toBase64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Canonical padded base64: the JDK's decoder takes missing padding and stray bits, which would
  /// let one signed object have many spellings.
  static byte[] base64(String field, String text) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ProofException.malformed(field + " is not base64", e);
    }
    if (!toBase64(decoded).equals(text)) {
      throw ProofException.malformed(field + " is not canonical base64");
    }
    return decoded;
  }

  /// ASCII decimal without sign or leading zeros, at most 2^63 - 1.
  static long decimal(String field, String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
      throw ProofException.malformed(field + " is not a decimal number without leading zeros");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ProofException.malformed(field + " is larger than 2^63 - 1", e);
    }
  }

  /// UTF-8 without replacement of bad sequences and without control characters but line feed.
  static String utf8Lines(String what, byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ProofException.malformed(what + " is not UTF-8", e);
    }
    if (hasControl(text)) {
      throw ProofException.malformed(
          what + " has a control character other than line feed, for example a carriage return");
    }
    return text;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < 0x20 && c != '\n');
  }

  /// Whether the text can be one line of a note: no control character, no lone surrogate.
  static boolean isLine(String text) {
    return text.chars().noneMatch(c -> c < 0x20)
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
