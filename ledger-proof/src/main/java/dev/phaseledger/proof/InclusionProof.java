package dev.phaseledger.proof;

import java.util.List;

/// The audit path of RFC 6962 section 2.1.1 for the entry at `index`: the sibling hashes from the
/// leaf up to the child of the root. Checked by {@link TreeHead#checkIncludes}.
public record InclusionProof(long index, List<Sha256Hash> path) {
  /// The longest path in a tree of at most 2^63 - 1 entries, in hashes.
  public static final int PATH_HASHES_MAX = 63;

  /// Refuses a negative index and a path longer than any tree needs.
  public InclusionProof {
    if (index < 0) {
      throw new IllegalArgumentException("index " + index + " is negative");
    }
    if (path.size() > PATH_HASHES_MAX) {
      throw new IllegalArgumentException(
          "path has %d hashes, at most %d are possible".formatted(path.size(), PATH_HASHES_MAX));
    }
    path = List.copyOf(path);
  }
}
