package dev.phaseledger.proof.export;

import dev.phaseledger.proof.export.Finding.IndexRange;
import java.util.ArrayList;
import java.util.List;

/// A stretch where the lines of an export are not the recorded entries: `lines` lines stand where
/// `hashes` entries from `firstIndex` on were expected. Either count can be 0.
///
/// The lists keep only the first of each, as many as the comparison allows over all gaps.
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

  /// The entries behind those that were kept.
  IndexRange unkeptHashes() {
    return new IndexRange(firstIndex + keptHashes.size(), hashes - keptHashes.size());
  }
}
