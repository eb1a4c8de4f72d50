package dev.phaseledger.proof.export;

import java.util.ArrayList;
import java.util.List;

/// A stretch where the lines of an export are not the recorded entries: `lines` lines stand where
/// `hashes` entries from `firstIndex` on were expected. Either count can be 0.
///
/// The lists keep the first of each only, as many as the comparison allows in total.
final class Gap {
  final long firstIndex;
  final long firstLine;
  final List<EntryLine> keptLines = new ArrayList<>();
  final List<RecordedHash> keptHashes = new ArrayList<>();
  long lines;
  long hashes;

  Gap(long firstIndex, long firstLine) {
    this.firstIndex = firstIndex;
    this.firstLine = firstLine;
  }
}
