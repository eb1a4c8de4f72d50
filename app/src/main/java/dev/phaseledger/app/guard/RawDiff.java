package dev.phaseledger.app.guard;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what `git diff-tree -r -z` prints, of commits with one parent and of merges
/// (git-diff-tree(1), "Raw output format" and "Diff format for merges").
final class RawDiff {

  private static final String LINK = "120000";
  private static final String SUBMODULE = "160000";
  private static final String ABSENT = "000000";

  /// One path that a commit changes.
  ///
  /// @param modes of the parents, then of the result
  /// @param result the object at the path afterwards
  record Change(List<String> modes, String result, String path) {

    Change {
      modes = List.copyOf(modes);
    }

    boolean leavesLink() {
      return modes.getLast().equals(LINK);
    }

    boolean concernsSubmodule() {
      return modes.contains(SUBMODULE);
    }

    /// Whether the path is a file, or a symbolic link, on any side.
    boolean concernsFile() {
      return modes.stream().anyMatch(mode -> !mode.equals(SUBMODULE) && !mode.equals(ABSENT));
    }
  }

  private final byte[] bytes;
  private int at;

  private RawDiff(byte[] bytes) {
    this.bytes = bytes;
  }

  static List<Change> parse(byte[] bytes) {
    RawDiff diff = new RawDiff(bytes);
    List<Change> changes = new ArrayList<>();
    while (diff.at < bytes.length) {
      changes.add(diff.change());
    }
    return changes;
  }

  private Change change() {
    String header = text(upToZero());
    int parents = 0;
    while (parents < header.length() && header.charAt(parents) == ':') {
      parents++;
    }
    List<String> words = List.of(header.substring(parents).split(" ", -1));
    int sides = parents + 1;
    if (parents == 0 || words.size() != 2 * sides + 1) {
      throw unreadable();
    }
    return new Change(words.subList(0, sides), words.get(2 * sides - 1), text(upToZero()));
  }

  private byte[] upToZero() {
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw unreadable();
    }
    byte[] part = Arrays.copyOfRange(bytes, at, end);
    at = end + 1;
    return part;
  }

  /// Git's paths are bytes; the ledger's resources are text. A path that is no text is refused
  /// rather than guessed at.
  static String text(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException _) {
      throw new Refusal(
          "the name " + Lines.quoted(name) + " is not UTF-8",
          "rename it in the commit that brings it, and push again");
    }
  }

  private static Refusal unreadable() {
    return new Refusal(
        "git's list of changed paths has an unknown form",
        "report this to whoever runs the repository");
  }
}
