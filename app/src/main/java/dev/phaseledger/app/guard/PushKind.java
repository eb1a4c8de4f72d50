package dev.phaseledger.app.guard;

import java.util.Arrays;
import java.util.Optional;

/// What a push does to a ref, and the action that it asks for unless the repository says otherwise.
public enum PushKind {
  /// Moves a branch forward.
  PUSH("push", "git.push"),
  /// Moves a branch to a commit that does not contain its old one.
  FORCE("force", "git.push.force"),
  /// Creates a branch.
  CREATE("create", "git.branch.create"),
  /// Deletes a branch.
  DELETE("delete", "git.branch.delete"),
  /// Creates a protected branch or moves it forward.
  MERGE("merge", "git.merge"),
  /// Creates a tag.
  TAG("tag", "git.tag"),
  /// Moves or deletes a tag.
  TAG_CHANGE("tag-change", "git.tag.change"),
  /// Changes any other ref, such as a note.
  OTHER("other", "git.ref");

  private final String key;
  private final String action;

  PushKind(String key, String action) {
    this.key = key;
    this.action = action;
  }

  /// Its name in a repository's configuration.
  String key() {
    return key;
  }

  /// The action asked for by default.
  String action() {
    return action;
  }

  /// Whether something may be lost that no later push brings back.
  boolean irreversible() {
    return switch (this) {
      case FORCE, DELETE, TAG_CHANGE -> true;
      case PUSH, CREATE, MERGE, TAG, OTHER -> false;
    };
  }

  static Optional<PushKind> named(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }

  /// The kind of an update.
  static PushKind of(RefUpdate update, Protection protection, History history) {
    if (update.isTag()) {
      return update.creates() ? TAG : TAG_CHANGE;
    }
    if (!update.isBranch()) {
      return OTHER;
    }
    if (update.deletes()) {
      return DELETE;
    }
    if (history == History.REWRITTEN) {
      return FORCE;
    }
    if (protection == Protection.PROTECTED) {
      return MERGE;
    }
    return update.creates() ? CREATE : PUSH;
  }

  /// Whether a branch is one that others build on.
  enum Protection {
    OPEN,
    PROTECTED
  }

  /// Whether the new commit contains the old one.
  enum History {
    KEPT,
    REWRITTEN
  }
}
