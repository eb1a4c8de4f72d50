package dev.phaseledger.policy.cel;

import com.google.errorprone.annotations.Immutable;
import dev.phaseledger.policy.pattern.LinearPattern;
import java.util.concurrent.ConcurrentHashMap;

/// Regular expressions that are compiled once. The standard function compiles its pattern at every
/// call. What is kept is a pure function of the text, so it never shows.
@Immutable
@SuppressWarnings("Immutable")
final class Patterns {

  private final ConcurrentHashMap<String, LinearPattern> compiled = new ConcurrentHashMap<>();

  /// Whether some part of the text matches.
  boolean find(String text, String pattern) {
    LinearPattern known = compiled.get(pattern);
    if (known == null) {
      known = compile(pattern);
      if (compiled.size() < Limits.PATTERNS_KEPT_MAX) {
        compiled.put(pattern, known);
      }
    }
    Steps.spend((text.length() + 1L) * known.instructions());
    return known.find(text);
  }

  private static LinearPattern compile(String pattern) {
    try {
      return LinearPattern.compile(pattern);
    } catch (IllegalArgumentException e) {
      throw InputErrors.unusable(String.valueOf(e.getMessage()));
    }
  }
}
