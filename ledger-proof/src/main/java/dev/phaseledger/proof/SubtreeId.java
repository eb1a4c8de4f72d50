package dev.phaseledger.proof;

/// A complete subtree: the `index`-th of its level, over `2^level` entries from `index * 2^level`
/// on. Level 0 is the leaf hashes.
public record SubtreeId(int level, long index) {
  /// The highest level a tree of at most 2^63 - 1 entries can complete.
  public static final int LEVEL_MAX = 62;

  /// Refuses levels and indices that no tree has.
  public SubtreeId {
    if (level < 0 || level > LEVEL_MAX) {
      throw new IllegalArgumentException("level " + level + " is not within 0.." + LEVEL_MAX);
    }
    if (index < 0 || index > (Long.MAX_VALUE >> level)) {
      throw new IllegalArgumentException("index " + index + " does not exist at level " + level);
    }
  }
}
