package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Sha256Hash;
import java.util.Optional;

/// The leaf hash that the export's tiles record for an entry; empty where the tile is unreadable.
record RecordedHash(long index, Optional<Sha256Hash> hash) {
  /// An unreadable hash accuses nobody: the root decides.
  boolean accepts(EntryLine line) {
    return hash.isEmpty() || hash.get().equals(line.hash());
  }
}
