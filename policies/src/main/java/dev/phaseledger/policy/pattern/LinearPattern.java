package dev.phaseledger.policy.pattern;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A regular expression in RE2 syntax: matching takes time in proportion to the text, and the
/// expression's own size is bounded. Immutable and safe to share between threads.
public final class LinearPattern {

  /// Length of an expression, in UTF-16 code units.
  public static final int CHARS_MAX = 1_000;

  /// Size of a compiled expression, in instructions. Counted repetitions are unrolled.
  public static final int INSTRUCTIONS_MAX = 2_000;

  /// Groups within each other; the compiler recurses into them.
  private static final int GROUP_DEPTH_MAX = 50;

  private final Pattern pattern;

  /// Made when the first text is looked through: many expressions are only checked.
  private final Supplier<Optional<Automaton>> automaton;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
    this.automaton = Suppliers.memoize(() -> Automaton.of(pattern.pattern()));
  }

  /// Compiles an expression.
  ///
  /// @throws IllegalArgumentException saying why it is not one, or that it is too large
  public static LinearPattern compile(String expression) {
    if (expression.length() > CHARS_MAX) {
      throw new IllegalArgumentException(
          "a regular expression must not be longer than " + CHARS_MAX + " characters");
    }
    // The compiler unrolls nested repetitions without a bound, so they are counted beforehand.
    if (unrolled(expression) > INSTRUCTIONS_MAX) {
      throw tooLarge();
    }
    try {
      Pattern pattern = Pattern.compile(expression);
      if (pattern.programSize() > INSTRUCTIONS_MAX) {
        throw tooLarge();
      }
      return new LinearPattern(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getMessage(), e);
    }
  }

  /// Its size: how often each character of a text is looked at, at most.
  public int instructions() {
    return pattern.programSize();
  }

  /// Whether some part of the text matches.
  public boolean find(String text) {
    Optional<Automaton> quick = automaton.get();
    return quick.isPresent() ? quick.get().find(text) : pattern.matcher(text).find();
  }

  /// Whether the whole text matches, from its first to its last character.
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException(
        "a regular expression must not unroll to more than " + INSTRUCTIONS_MAX + " instructions");
  }

  /// How many single characters an expression stands for at least once its repetitions are written
  /// out; more than the limit as soon as that is certain.
  private static long unrolled(String expression) {
    Deque<Long> outer = new ArrayDeque<>();
    long total = 0;
    long last = 0;
    for (int i = 0; i < expression.length(); i++) {
      switch (expression.charAt(i)) {
        case '(' -> {
          outer.push(total);
          if (outer.size() > GROUP_DEPTH_MAX) {
            throw new IllegalArgumentException(
                "groups of a regular expression must not nest more than "
                    + GROUP_DEPTH_MAX
                    + " levels deep");
          }
          total = 0;
          last = 0;
        }
        case ')' -> {
          last = total;
          total = last + (outer.isEmpty() ? 0 : outer.pop());
        }
        case '{' -> {
          long times = repetitions(expression, i);
          total += last * Math.max(0, times - 1);
          last = last * times;
        }
        case '[' -> {
          i = classEnd(expression, i);
          last = 1;
          total++;
        }
        case '\\' -> {
          if (expression.startsWith("\\Q", i)) {
            throw new IllegalArgumentException(
                "a regular expression must quote characters one by one, not with \\Q");
          }
          i++;
          last = 1;
          total++;
        }
        case '*', '+', '?', '|' -> {
          // These need no copies of what they stand behind.
        }
        default -> {
          last = 1;
          total++;
        }
      }
      if (total > INSTRUCTIONS_MAX) {
        return total;
      }
    }
    return total;
  }

  /// The largest number in `{n}`, `{n,}` or `{n,m}`; 1 if the brace stands for itself.
  private static long repetitions(String expression, int brace) {
    long largest = 0;
    long number = 0;
    for (int i = brace + 1; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.min(number * 10 + (c - '0'), INSTRUCTIONS_MAX + 1L);
      } else if (c == ',' || c == '}') {
        largest = Math.max(largest, number);
        number = 0;
      } else {
        return 1;
      }
      if (c == '}') {
        return largest;
      }
    }
    return 1;
  }

  /// The last character of a class; a bracket right at its start stands for itself.
  private static int classEnd(String expression, int start) {
    int first = start + 1;
    if (first < expression.length() && expression.charAt(first) == '^') {
      first++;
    }
    for (int i = first; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[' && expression.startsWith("[:", i)) {
        int named = expression.indexOf(":]", i);
        i = named < 0 ? i : named + 1;
      } else if (c == ']' && i > first) {
        return i;
      }
    }
    return expression.length();
  }
}
