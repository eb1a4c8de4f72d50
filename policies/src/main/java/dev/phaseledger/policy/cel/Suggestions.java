package dev.phaseledger.policy.cel;

import java.util.Collection;
import java.util.Optional;

/// Finds what somebody may have meant to write.
public final class Suggestions {

  /// Characters of a name that are compared; what is longer is nobody's slip.
  private static final int NAME_CHARS_MAX = 64;

  private Suggestions() {}

  /// The known name that differs least from a word, if it differs little.
  public static Optional<String> closest(String word, Collection<String> known) {
    if (word.isEmpty() || word.length() > NAME_CHARS_MAX) {
      return Optional.empty();
    }
    int least = Math.max(1, word.length() / 3) + 1;
    Optional<String> closest = Optional.empty();
    for (String name : known) {
      if (name.length() <= NAME_CHARS_MAX) {
        int distance = name.equalsIgnoreCase(word) ? 0 : distance(word, name);
        if (distance < least) {
          least = distance;
          closest = Optional.of(name);
        }
      }
    }
    return closest;
  }

  /// The same as a hint; empty if nothing is close.
  public static String hint(String word, Collection<String> known) {
    return closest(word, known).map(name -> "did you mean '" + name + "'?").orElse("");
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
  private static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[to.length()];
  }
}
