package dev.phaseledger.app.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of what git tells a receiving hook (githooks(5), pre-receive).
///
/// @param oldId object name, all zeros if the ref is created
/// @param newId object name, all zeros if the ref is deleted
/// @param ref full name, such as `refs/heads/main`
record RefUpdate(String oldId, String newId, String ref) {

  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (refs/.+)");
  private static final String BRANCHES = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  static RefUpdate parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new Refusal(
          "what git passed to the hook is no ref update: '" + line + "'",
          "report this to whoever runs the repository");
    }
    return new RefUpdate(parts.group(1), parts.group(2), parts.group(3));
  }

  boolean creates() {
    return isZero(oldId);
  }

  boolean deletes() {
    return isZero(newId);
  }

  boolean isBranch() {
    return ref.startsWith(BRANCHES);
  }

  boolean isTag() {
    return ref.startsWith(TAGS);
  }

  /// The branch's or tag's name; the full name of any other ref.
  String shortName() {
    if (isBranch()) {
      return ref.substring(BRANCHES.length());
    }
    return isTag() ? ref.substring(TAGS.length()) : ref;
  }

  /// The commit that the ref names after the update, or before it was deleted.
  String tip() {
    return deletes() ? oldId : newId;
  }

  private static boolean isZero(String id) {
    return id.chars().allMatch(c -> c == '0');
  }
}
