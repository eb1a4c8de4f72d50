package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;

/// Reads hashes from tiles as far as those are written, and makes up for the rest from the leaf
/// hashes: a lagging tile writer costs time, never an answer.
///
/// A missing hash of a level above 0 costs one read of the 256 hashes below it. With tiles up to
/// date (partial ones included) a read is one tile.
public final class TiledHashReader implements HashReader {
  private final TileReader tiles;
  private final LeafHashReader leaves;

  /// Reads from `tiles` first, then from `leaves`.
  public TiledHashReader(TileReader tiles, LeafHashReader leaves) {
    this.tiles = tiles;
    this.leaves = leaves;
  }

  @Override
  public List<Sha256Hash> read(HashRange range) {
    List<Sha256Hash> stored =
        tiles.widest(range.tileLevel(), range.tileIndex()).map(HashTile::hashes).orElse(List.of());
    int from = Math.min(range.offsetInTile(), stored.size());
    int to = Math.min(range.offsetInTile() + range.count(), stored.size());
    List<Sha256Hash> hashes = new ArrayList<>(stored.subList(from, to));
    if (hashes.size() < range.count()) {
      int found = hashes.size();
      hashes.addAll(
          derive(new HashRange(range.tileLevel(), range.first() + found, range.count() - found)));
    }
    return hashes;
  }

  private List<Sha256Hash> derive(HashRange range) {
    if (range.tileLevel() == 0) {
      return leaves.leafHashes(range);
    }
    List<Sha256Hash> hashes = new ArrayList<>(range.count());
    for (int i = 0; i < range.count(); i++) {
      long below = (range.first() + i) * HashTile.HASHES_MAX;
      HashRange children = new HashRange(range.tileLevel() - 1, below, HashTile.HASHES_MAX);
      hashes.add(new TileNodes(read(children)).root());
    }
    return hashes;
  }
}
