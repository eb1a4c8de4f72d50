package dev.phaseledger.proof;

import java.util.Optional;

/// Port: reads hash tiles of one log that may be written behind the entries.
@FunctionalInterface
public interface TileReader {
  /// The widest stored version of a tile, or empty if none is written yet. A partial one is as good
  /// as its width; a full one never changes.
  Optional<HashTile> widest(int tileLevel, long tileIndex);
}
