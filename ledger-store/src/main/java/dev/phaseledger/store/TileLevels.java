package dev.phaseledger.store;

import dev.phaseledger.proof.SubtreeId;

/// Which subtrees are stored: those at the tile levels of C2SP tlog-tiles, every eighth level of
/// the tree. Level 0 is stored with the entries.
final class TileLevels {

  private static final int TREE_LEVELS_PER_TILE = 8;

  private TileLevels() {}

  static boolean isStored(SubtreeId subtree) {
    return subtree.level() > 0 && subtree.level() % TREE_LEVELS_PER_TILE == 0;
  }

  static int tileLevel(SubtreeId subtree) {
    return subtree.level() / TREE_LEVELS_PER_TILE;
  }

  /// How many entries the first `count` hashes of a tile level stand for.
  static long entries(int tileLevel, long count) {
    return count << (TREE_LEVELS_PER_TILE * tileLevel);
  }
}
