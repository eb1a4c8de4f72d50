package dev.phaseledger.policy.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.concurrent.ConcurrentHashMap;

/// Regular expressions in linear time (RE2 syntax), compiled once. The standard function compiles
/// its pattern at every call.
final class Patterns {

  private final ConcurrentHashMap<String, Pattern> compiled = new ConcurrentHashMap<>();

  /// Whether some part of the text matches.
  boolean find(String text, String pattern) {
    Pattern known = compiled.get(pattern);
    if (known == null) {
      known = compile(pattern);
      if (compiled.size() < Limits.PATTERNS_KEPT_MAX) {
        compiled.put(pattern, known);
      }
    }
    return known.matcher(text).find();
  }

  /// Compiles a pattern, or says in the error why it cannot be.
  static Pattern compile(String pattern) {
    try {
      Pattern compiled = Pattern.compile(pattern);
      if (compiled.programSize() > Limits.PATTERN_INSTRUCTIONS_MAX) {
        throw InputErrors.unusable(
            "a regular expression has more than "
                + Limits.PATTERN_INSTRUCTIONS_MAX
                + " instructions");
      }
      return compiled;
    } catch (PatternSyntaxException e) {
      throw InputErrors.unusable("not a regular expression: " + e.getMessage());
    }
  }
}
