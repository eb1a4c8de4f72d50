package dev.phaseledger.policy.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Reads the regular expressions that most people write: characters, classes, groups, alternatives,
/// repetitions, `^` at the start and `$` at the end. What else there is in RE2 is not read.
///
/// Only asked about expressions that RE2 has taken; so it may take for granted that brackets are
/// closed and repetitions stand behind something.
final class SimplePattern {

  /// Every code point from here on is in the same classes.
  static final int CODE_POINTS_TOLD_APART = 128;

  /// Characters and classes of an expression, with repetitions written out.
  static final int PLACES_MAX = 200;

  /// What stands for more than itself outside of classes.
  private static final String SPECIAL = "\\.[]{}()*+?^$|";

  /// An expression, or a part of it.
  sealed interface Part {}

  /// One code point out of a set; the last one stands for all that are not told apart.
  record Place(BitSet codePoints) implements Part {}

  /// One after the other.
  record Sequence(List<Part> parts) implements Part {}

  /// One of several.
  record Choice(List<Part> parts) implements Part {}

  /// Once or not at all.
  record Maybe(Part part) implements Part {}

  /// At least once.
  record Many(Part part) implements Part {}

  /// A whole expression.
  ///
  /// @param fromStart whether it must match from the first character on
  /// @param toEnd whether it must match up to the last character
  record Parsed(Part part, boolean fromStart, boolean toEnd) {}

  /// Something else of RE2.
  private static final class NotSimpleException extends Exception {
    NotSimpleException() {
      super("not simple", null, false, false);
    }
  }

  private final String expression;
  private int at;
  private int places;

  private SimplePattern(String expression) {
    this.expression = expression;
  }

  static Optional<Parsed> parse(String expression) {
    try {
      return Optional.of(new SimplePattern(expression).parse());
    } catch (NotSimpleException e) {
      return Optional.empty();
    }
  }

  private Parsed parse() throws NotSimpleException {
    boolean fromStart = takes('^');
    Part part = choice();
    boolean toEnd = takes('$');
    // In an expression of several alternatives an anchor belongs to one of them.
    if (at < expression.length() || (part instanceof Choice && (fromStart || toEnd))) {
      throw new NotSimpleException();
    }
    return new Parsed(part, fromStart, toEnd);
  }

  private boolean takes(char c) {
    if (at < expression.length() && expression.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private boolean sees(String any) {
    return at < expression.length() && any.indexOf(expression.charAt(at)) >= 0;
  }

  private char next() throws NotSimpleException {
    if (at == expression.length()) {
      throw new NotSimpleException();
    }
    char c = expression.charAt(at++);
    if (c >= CODE_POINTS_TOLD_APART) {
      throw new NotSimpleException();
    }
    return c;
  }

  private Part choice() throws NotSimpleException {
    List<Part> parts = new ArrayList<>();
    parts.add(sequence());
    while (takes('|')) {
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new Choice(parts);
  }

  private Part sequence() throws NotSimpleException {
    List<Part> parts = new ArrayList<>();
    while (at < expression.length() && !sees("|)$")) {
      parts.add(repeated());
    }
    return new Sequence(parts);
  }

  private Part repeated() throws NotSimpleException {
    int start = at;
    int before = places;
    Part part = single();
    if (!sees("*+?{")) {
      return part;
    }
    Part repeated =
        switch (next()) {
          case '*' -> new Maybe(new Many(part));
          case '+' -> new Many(part);
          case '?' -> new Maybe(part);
          default -> counted(start, before, part);
        };
    // Whether as much or as little as possible is taken makes no difference to whether it matches.
    takes('?');
    if (sees("*+?{")) {
      throw new NotSimpleException();
    }
    return repeated;
  }

  /// `{n}`, `{n,}` or `{n,m}`, written out.
  private Part counted(int start, int before, Part once) throws NotSimpleException {
    int least = number();
    int most = least;
    boolean endless = false;
    if (takes(',')) {
      endless = sees("}");
      most = endless ? least : number();
    }
    if (!takes('}') || most < least) {
      throw new NotSimpleException();
    }
    int copies = Math.max(1, most);
    places = before + (places - before) * copies;
    if (places > PLACES_MAX || start >= at) {
      throw new NotSimpleException();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < least; i++) {
      parts.add(once);
    }
    if (endless) {
      parts.add(new Maybe(new Many(once)));
      places += places - before;
    }
    for (int i = least; i < most; i++) {
      parts.add(new Maybe(once));
    }
    return new Sequence(parts);
  }

  private int number() throws NotSimpleException {
    int number = 0;
    int digits = 0;
    while (sees("0123456789")) {
      number = number * 10 + (next() - '0');
      digits++;
      if (number > PLACES_MAX) {
        throw new NotSimpleException();
      }
    }
    if (digits == 0) {
      throw new NotSimpleException();
    }
    return number;
  }

  private Part single() throws NotSimpleException {
    char c = next();
    if (c == '(') {
      if (takes('?') && !takes(':')) {
        throw new NotSimpleException();
      }
      Part inner = choice();
      if (!takes(')')) {
        throw new NotSimpleException();
      }
      return inner;
    }
    BitSet codePoints = new BitSet();
    switch (c) {
      case '.' -> {
        codePoints.set(0, CODE_POINTS_TOLD_APART + 1);
        codePoints.clear('\n');
      }
      case '[' -> set(codePoints);
      case '\\' -> escaped(codePoints);
      default -> {
        if (SPECIAL.indexOf(c) >= 0) {
          throw new NotSimpleException();
        }
        codePoints.set(c);
      }
    }
    if (++places > PLACES_MAX) {
      throw new NotSimpleException();
    }
    return new Place(codePoints);
  }

  /// What a backslash makes of the next character; the character, if it stands for itself.
  private int escaped(BitSet codePoints) throws NotSimpleException {
    char c = next();
    switch (c) {
      case 'd' -> codePoints.set('0', '9' + 1);
      case 'w' -> {
        codePoints.set('0', '9' + 1);
        codePoints.set('A', 'Z' + 1);
        codePoints.set('a', 'z' + 1);
        codePoints.set('_');
      }
      case 's' -> "\t\n\f\r ".chars().forEach(codePoints::set);
      default -> {
        if (Character.isLetterOrDigit(c) || c <= ' ' || c == 0x7f) {
          throw new NotSimpleException();
        }
        codePoints.set(c);
        return c;
      }
    }
    return -1;
  }

  /// What stands in brackets.
  private void set(BitSet codePoints) throws NotSimpleException {
    boolean negated = takes('^');
    if (sees("]")) {
      throw new NotSimpleException();
    }
    while (!takes(']')) {
      int first = member(codePoints);
      if (!takes('-')) {
        continue;
      }
      if (sees("]")) {
        codePoints.set('-');
        continue;
      }
      int last = member(codePoints);
      if (first < 0 || last < first) {
        throw new NotSimpleException();
      }
      codePoints.set(first, last + 1);
    }
    if (negated) {
      codePoints.flip(0, CODE_POINTS_TOLD_APART + 1);
    }
  }

  private int member(BitSet codePoints) throws NotSimpleException {
    char c = next();
    if (c == '[') {
      throw new NotSimpleException();
    }
    if (c == '\\') {
      return escaped(codePoints);
    }
    codePoints.set(c);
    return c;
  }
}
