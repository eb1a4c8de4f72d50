package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;

/// The hashes of one tile and every complete inner node above them within the tile.
final class TileNodes {
  /// Tree levels that one tile spans.
  static final int HEIGHT = 8;

  private final List<List<Sha256Hash>> levels = new ArrayList<>(HEIGHT + 1);

  TileNodes(List<Sha256Hash> hashes) {
    List<Sha256Hash> level = hashes;
    levels.add(level);
    while (level.size() > 1) {
      List<Sha256Hash> above = new ArrayList<>(level.size() / 2);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(TreeHashing.node(level.get(i), level.get(i + 1)));
      }
      levels.add(above);
      level = above;
    }
  }

  int width() {
    return levels.getFirst().size();
  }

  /// The `index`-th node `height` levels above the tile's hashes.
  Sha256Hash node(int height, int index) {
    return levels.get(height).get(index);
  }

  /// The node over the whole tile; only a full tile has one.
  Sha256Hash root() {
    return node(HEIGHT, 0);
  }
}
