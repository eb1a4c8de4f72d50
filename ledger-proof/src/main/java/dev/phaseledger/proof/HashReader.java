package dev.phaseledger.proof;

import java.util.List;

/// Port: reads the stored hashes of one log, at the tile levels only (tree levels 0, 8, 16, ...).
///
/// A proof in a tree of `n` entries needs at most two ranges per tile level, so O(log n) calls. The
/// store serves level 0 from the leaf hashes that it keeps with the entries, the levels above from
/// what {@link SubtreeSink} reported or from tiles; {@link TiledHashReader} does so where tiles are
/// written behind. Answers never change: a complete subtree is final.
@FunctionalInterface
public interface HashReader {
  /// Exactly `range.count()` hashes in order. Called only for subtrees that are complete in the
  /// tree asked about; a hash that cannot be had is an exception of the implementation, never a
  /// shorter list.
  List<Sha256Hash> read(HashRange range);
}
