package dev.phaseledger.policy.cel;

import java.util.List;

/// Finds the words of an operand beside its operator.
final class OperandText {

  /// What ends an operand of each operator: whatever binds no stronger.
  private static final List<String> ENDS_OF_AND = List.of("&&", "||", "?", ":", ",");

  private static final List<String> ENDS_OF_OTHERS = List.of("||", "?", ":", ",");

  private static final List<String> ENDS_OF_CHOICE = List.of("?", ":", ",");

  /// A part of an expression.
  ///
  /// @param line from 1
  /// @param column from 0, in code points
  record Span(int line, int column, String text) {}

  private final int[] source;
  private final boolean[] quoted;

  OperandText(String source) {
    this.source = source.codePoints().toArray();
    this.quoted = quoted(this.source);
  }

  /// What stands before an operator.
  ///
  /// @param operator its offset, in code points
  Span before(int operator) {
    if (operator < 0 || operator >= source.length) {
      return whole();
    }
    List<String> ends = ends(operator);
    int depth = 0;
    int at = operator - 1;
    while (at >= 0) {
      if (!quoted[at]) {
        if (isOneOf(at, ")]}")) {
          depth++;
        } else if (isOneOf(at, "([{") && --depth < 0) {
          break;
        } else if (depth == 0 && endsBefore(at, ends)) {
          break;
        }
      }
      at--;
    }
    return span(at + 1, operator);
  }

  /// What stands after an operator of two characters.
  ///
  /// @param operator its offset, in code points
  Span after(int operator) {
    if (operator < 0 || operator >= source.length) {
      return whole();
    }
    List<String> ends = ends(operator);
    int depth = 0;
    int start = operator + 2;
    int at = start;
    while (at < source.length) {
      if (!quoted[at]) {
        if (isOneOf(at, "([{")) {
          depth++;
        } else if (isOneOf(at, ")]}") && --depth < 0) {
          break;
        } else if (depth == 0 && startsWithEnd(at, ends)) {
          break;
        }
      }
      at++;
    }
    return span(start, at);
  }

  private List<String> ends(int operator) {
    return switch (source[operator]) {
      case '&' -> ENDS_OF_AND;
      case '|' -> ENDS_OF_OTHERS;
      default -> ENDS_OF_CHOICE;
    };
  }

  private boolean isOneOf(int at, String characters) {
    return characters.indexOf(source[at]) >= 0;
  }

  private boolean endsBefore(int at, List<String> ends) {
    return ends.stream()
        .anyMatch(end -> at - end.length() + 1 >= 0 && isAt(at - end.length() + 1, end));
  }

  private boolean startsWithEnd(int at, List<String> ends) {
    return ends.stream().anyMatch(end -> isAt(at, end));
  }

  private boolean isAt(int at, String end) {
    for (int i = 0; i < end.length(); i++) {
      if (at + i >= source.length || source[at + i] != end.charAt(i)) {
        return false;
      }
    }
    // `name.?member` is no choice.
    return !end.equals("?") || at == 0 || source[at - 1] != '.';
  }

  private Span whole() {
    return span(0, source.length);
  }

  private Span span(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(source[start])) {
      start++;
    }
    while (end > start && Character.isWhitespace(source[end - 1])) {
      end--;
    }
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < start; i++) {
      if (source[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    String text = new String(source, start, end - start).replaceAll("\\s+", " ");
    return new Span(line, start - lineStart, text);
  }

  /// Which code points stand in a string, its quotes among them, or in a comment.
  private static boolean[] quoted(int[] source) {
    boolean[] quoted = new boolean[source.length];
    int at = 0;
    while (at < source.length) {
      int end = at;
      if (source[at] == '"' || source[at] == '\'') {
        end = endOfString(source, at);
      } else if (source[at] == '/' && at + 1 < source.length && source[at + 1] == '/') {
        while (end < source.length && source[end] != '\n') {
          end++;
        }
      }
      for (int i = at; i < end; i++) {
        quoted[i] = true;
      }
      at = Math.max(end, at + 1);
    }
    return quoted;
  }

  private static int endOfString(int[] source, int start) {
    int quote = source[start];
    boolean triple =
        start + 2 < source.length && source[start + 1] == quote && source[start + 2] == quote;
    boolean raw = start > 0 && (source[start - 1] == 'r' || source[start - 1] == 'R');
    int at = start + (triple ? 3 : 1);
    while (at < source.length) {
      if (source[at] == '\\' && !raw) {
        at++;
      } else if (source[at] == quote
          && (!triple
              || (at + 2 < source.length && source[at + 1] == quote && source[at + 2] == quote))) {
        return Math.min(source.length, at + (triple ? 3 : 1));
      }
      at++;
    }
    return source.length;
  }
}
