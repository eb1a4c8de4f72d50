package dev.phaseledger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The words of an expression, each with how many brackets are open around it.
final class ExpressionTokens {

  private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in");
  private static final Set<String> DOUBLE =
      Set.of("&&", "||", "==", "!=", "<=", ">=", ".?", "[?", "{?");

  private record Token(int start, int end, int depth) {}

  private final String source;
  private final List<Token> tokens;

  ExpressionTokens(String source) {
    this(source, scan(source));
  }

  private ExpressionTokens(String source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  private static List<Token> scan(String source) {
    List<Token> tokens = new ArrayList<>();
    int depth = 0;
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      if (source.startsWith("//", at)) {
        int line = source.indexOf('\n', at);
        at = line < 0 ? source.length() : line;
        continue;
      }
      int end = endOf(source, at);
      boolean closes = c == ')' || c == ']' || c == '}';
      depth -= closes ? 1 : 0;
      tokens.add(new Token(at, end, depth));
      depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
      at = end;
    }
    return tokens;
  }

  private static int endOf(String source, int at) {
    int quote = at;
    while (quote < source.length() && quote - at < 2 && "rRbB".indexOf(source.charAt(quote)) >= 0) {
      quote++;
    }
    if (quote < source.length() && (source.charAt(quote) == '"' || source.charAt(quote) == '\'')) {
      boolean raw = source.substring(at, quote).toLowerCase(java.util.Locale.ROOT).contains("r");
      return endOfText(source, quote, raw);
    }
    char c = source.charAt(at);
    if (Character.isLetterOrDigit(c) || c == '_') {
      int end = at;
      while (end < source.length()
          && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '_')) {
        end++;
      }
      return end;
    }
    return at + 1 < source.length() && DOUBLE.contains(source.substring(at, at + 2))
        ? at + 2
        : at + 1;
  }

  private static int endOfText(String source, int quote, boolean raw) {
    char mark = source.charAt(quote);
    String triple = String.valueOf(mark).repeat(3);
    String closing = source.startsWith(triple, quote) ? triple : String.valueOf(mark);
    int at = quote + closing.length();
    while (at < source.length() && !source.startsWith(closing, at)) {
      at += !raw && source.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(source.length(), at + closing.length());
  }

  int size() {
    return tokens.size();
  }

  String at(int index) {
    Token token = tokens.get(index);
    return source.substring(token.start(), token.end());
  }

  /// As it is written, from the first word to the last.
  String text() {
    return tokens.isEmpty()
        ? ""
        : source.substring(tokens.getFirst().start(), tokens.getLast().end());
  }

  ExpressionTokens part(int from, int to) {
    return new ExpressionTokens(source, tokens.subList(from, to));
  }

  /// Without the parentheses around the whole of it.
  ExpressionTokens stripped() {
    ExpressionTokens inner = this;
    while (inner.size() > 2 && inner.at(0).equals("(") && inner.closes(0) == inner.size() - 1) {
      inner = inner.part(1, inner.size() - 1);
    }
    return inner;
  }

  private int closes(int open) {
    int depth = tokens.get(open).depth();
    for (int i = open + 1; i < size(); i++) {
      if (tokens.get(i).depth() == depth) {
        return i;
      }
    }
    return -1;
  }

  private int top() {
    return tokens.stream().mapToInt(Token::depth).min().orElse(0);
  }

  /// Whether a word stands outside of all brackets.
  boolean isTop(int index, String word) {
    return tokens.get(index).depth() == top() && at(index).equals(word);
  }

  /// The first place of a word outside of all brackets; -1 if there is none.
  int first(String word) {
    for (int i = 0; i < size(); i++) {
      if (isTop(i, word)) {
        return i;
      }
    }
    return -1;
  }

  /// The colon that belongs to a question mark; -1 if there is none.
  int colonOf(int question) {
    int open = 0;
    for (int i = question + 1; i < size(); i++) {
      if (isTop(i, "?")) {
        open++;
      } else if (isTop(i, ":") && open-- == 0) {
        return i;
      }
    }
    return -1;
  }

  /// The last comparison outside of all brackets; -1 if there is none.
  int lastRelation() {
    for (int i = size() - 1; i > 0; i--) {
      if (tokens.get(i).depth() == top() && RELATIONS.contains(at(i))) {
        return i;
      }
    }
    return -1;
  }
}
