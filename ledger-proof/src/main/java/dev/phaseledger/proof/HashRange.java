package dev.phaseledger.proof;

/// `count` consecutive hashes of one tile level, from `first` on, all within one tile: at tile
/// level `L` the `n`-th hash is the root over the `256^L` entries from `n * 256^L` on.
public record HashRange(int tileLevel, long first, int count) {
  /// Refuses a range that is empty or reaches into a second tile.
  public HashRange {
    if (tileLevel < 0 || tileLevel > TilePath.LEVEL_MAX) {
      throw new IllegalArgumentException(
          "tile level " + tileLevel + " is not within 0.." + TilePath.LEVEL_MAX);
    }
    if (first < 0) {
      throw new IllegalArgumentException("first hash " + first + " is negative");
    }
    int offset = (int) (first % HashTile.HASHES_MAX);
    if (count < 1 || count > HashTile.HASHES_MAX - offset) {
      throw new IllegalArgumentException(
          "%d hashes from %d on do not lie in one tile".formatted(count, first));
    }
  }

  /// The index of the tile that holds the range.
  public long tileIndex() {
    return first / HashTile.HASHES_MAX;
  }

  /// The place of the first hash in that tile.
  public int offsetInTile() {
    return (int) (first % HashTile.HASHES_MAX);
  }
}
