package dev.phaseledger.app.guard;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.policy.resource.ResourceScope;
import java.util.ArrayDeque;
import java.util.Deque;

/// Names what a push touches, so that a contract's scope can bound it: `repo/NAME/refs/heads/x`,
/// `repo/NAME/files/src/A.java`, `repo/NAME/submodules/lib`.
record Resources(String repository) {

  /// The ref itself.
  String ref(String ref) {
    return checked(ref, prefix() + ref);
  }

  /// A file or symbolic link.
  String file(String path) {
    return checked(path, prefix() + "files/" + path);
  }

  /// A submodule: another repository, whose files no scope over this one's files covers.
  String submodule(String path) {
    return checked(path, prefix() + "submodules/" + path);
  }

  /// What a symbolic link leads to. Followed by name alone: whoever may write the link must also be
  /// allowed to write there.
  String linkTarget(String path, byte[] target) {
    String text = RawDiff.text(target);
    if (text.isEmpty() || text.startsWith("/")) {
      throw leaves(path, text);
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      segments.addLast(segment);
    }
    segments.removeLast();
    for (String segment : text.split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.isEmpty()) {
          throw leaves(path, text);
        }
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    String resolved = String.join("/", segments);
    return resolved.isEmpty() ? prefix() + "files" : file(resolved);
  }

  private String prefix() {
    return "repo/" + repository + "/";
  }

  /// The name as the ledger will compare it. One that the ledger would write differently is
  /// refused: two names could then stand for one resource.
  private static String checked(String name, String resource) {
    String normalized;
    try {
      normalized = ResourceScope.normalize("name", resource);
    } catch (InvalidFieldException refused) {
      throw new Refusal(
          "the name '" + name + "' cannot be put before the ledger: it " + refused.reason(),
          "rename it in the commit that brings it, and push again");
    }
    if (!normalized.equals(resource)) {
      throw new Refusal(
          "the name '"
              + name
              + "' cannot be put before the ledger: it would read '"
              + normalized
              + "'",
          "rename it in the commit that brings it, and push again");
    }
    return resource;
  }

  private static Refusal leaves(String path, String target) {
    return new Refusal(
        "the symbolic link '" + path + "' leaves the repository: it leads to '" + target + "'",
        "take it out of the commits and push again");
  }
}
