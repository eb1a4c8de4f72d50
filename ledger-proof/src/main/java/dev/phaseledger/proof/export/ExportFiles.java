package dev.phaseledger.proof.export;

import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.TilePath;

/// Names of the files of an export.
final class ExportFiles {
  static final String CHECKPOINT = "checkpoint";
  static final String KEYS = "key.vkey";
  static final String HISTORY = "checkpoints";
  static final String ENTRIES = "entries.ndjson";

  static final String ROTATIONS = "rotations";
  static final String ROTATION_SUFFIX = ".tlog-proof";

  private ExportFiles() {}

  /// The tile with the leaf hash of entry `index` in a log of `size` entries.
  static TilePath leafTile(long index, TreeSize size) {
    long tile = index / HashTile.HASHES_MAX;
    long width = Math.min(HashTile.HASHES_MAX, size.entries() - tile * HashTile.HASHES_MAX);
    return new TilePath.Hashes(0, tile, (int) width);
  }

  /// A number of entries, told apart from an index by its type.
  record TreeSize(long entries) {}
}
