package dev.phaseledger.policy.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes strings with `${name}` apart. `$${` stands for a plain `${`.
final class Placeholders {

  static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private static final String OPENING = "${";
  private static final String ESCAPED = "$${";

  private Placeholders() {}

  /// A piece of a string.
  sealed interface Piece {

    /// Stands for itself.
    record Plain(String text) implements Piece {}

    /// Stands for a parameter's value.
    ///
    /// @param offset where it begins in the string
    record Reference(String name, int offset) implements Piece {}

    /// Looks like a reference and is none.
    record Mistake(int offset) implements Piece {}
  }

  static List<Piece> split(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith(ESCAPED, at)) {
        plain.append(OPENING);
        at += ESCAPED.length();
      } else if (text.startsWith(OPENING, at)) {
        if (!plain.isEmpty()) {
          pieces.add(new Piece.Plain(plain.toString()));
          plain.setLength(0);
        }
        int end = text.indexOf('}', at);
        String name = end < 0 ? "" : text.substring(at + OPENING.length(), end);
        if (!NAME.matcher(name).matches()) {
          pieces.add(new Piece.Mistake(at));
          return pieces;
        }
        pieces.add(new Piece.Reference(name, at));
        at = end + 1;
      } else {
        plain.append(text.charAt(at++));
      }
    }
    if (!plain.isEmpty()) {
      pieces.add(new Piece.Plain(plain.toString()));
    }
    return pieces;
  }
}
