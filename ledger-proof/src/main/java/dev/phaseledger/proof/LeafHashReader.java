package dev.phaseledger.proof;

import java.util.List;

/// Port: reads leaf hashes of one log, as stored with the entries.
@FunctionalInterface
public interface LeafHashReader {
  /// The leaf hashes of the entries of a range at tile level 0: exactly `range.count()`, in order.
  List<Sha256Hash> leafHashes(HashRange range);
}
