package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;

/// That a run of consecutive leaf hashes is everything that a log holds between two indices: with
/// the roots of the complete subtrees beside the run, the hashes give the root of the whole tree
/// (RFC 6962 section 2.1) and nothing else does. O(log n) hashes.
///
/// @param size entries of the tree
/// @param from the first index of the run
/// @param to the index behind its last
/// @param left the roots over the entries before `from`, the largest subtree first
/// @param right the roots over the entries from `to` on, in the order of the log
public record RangeProof(
    long size, long from, long to, List<Sha256Hash> left, List<Sha256Hash> right) {

  /// Most hashes on one side.
  public static final int SIDE_HASHES_MAX = Long.SIZE - 1;

  /// Refuses a run outside the tree, and another number of hashes than the run needs.
  public RangeProof {
    if (from < 0 || from > to || to > size) {
      throw new IllegalArgumentException(
          "entries %d to %d (exclusive) do not lie in a tree of %d".formatted(from, to, size));
    }
    left = List.copyOf(left);
    right = List.copyOf(right);
    requireCount("before entry " + from, before(from), left);
    requireCount("from entry " + to + " on", behind(to, size), right);
  }

  private static void requireCount(String where, List<SubtreeId> needed, List<Sha256Hash> hashes) {
    if (needed.size() != hashes.size()) {
      throw new IllegalArgumentException(
          "%d hashes for the entries %s, not %d".formatted(hashes.size(), where, needed.size()));
    }
  }

  /// The largest complete subtrees over all entries before an index.
  public static List<SubtreeId> before(long index) {
    return cover(0, index);
  }

  /// The largest complete subtrees over the entries from an index to the end of the tree.
  public static List<SubtreeId> behind(long index, long size) {
    return cover(index, size);
  }

  private static List<SubtreeId> cover(long from, long to) {
    List<SubtreeId> cover = new ArrayList<>();
    long at = from;
    while (at < to) {
      int fits = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - at);
      int level = at == 0 ? fits : Math.min(fits, Long.numberOfTrailingZeros(at));
      cover.add(new SubtreeId(level, at >>> level));
      at += 1L << level;
    }
    return cover;
  }

  /// The tree as it is before the run; append the run's leaf hashes to it, in order.
  public TreeFrontier start() {
    return grown(TreeFrontier.EMPTY, before(from), left);
  }

  /// Returns normally only if the run leads to the tree.
  ///
  /// @param run [#start] with every leaf hash of the run appended
  /// @throws ProofException `NOT_INCLUDED`
  public void check(TreeFrontier run, TreeHead tree) {
    if (tree.size() != size || run.size() != to) {
      throw new ProofException(
          ProofException.Reason.NOT_INCLUDED,
          "the range ends at entry %d of %d, the proof is of a range that ends at %d of %d"
              .formatted(run.size(), tree.size(), to, size));
    }
    Sha256Hash root = grown(run, behind(to, size), right).root();
    if (!root.equals(tree.root())) {
      throw new ProofException(
          ProofException.Reason.NOT_INCLUDED,
          "the leaf hashes from %d to %d (exclusive) give root %s, the tree has root %s"
              .formatted(from, to, root.base64(), tree.root().base64()));
    }
  }

  private static TreeFrontier grown(
      TreeFrontier tree, List<SubtreeId> subtrees, List<Sha256Hash> hashes) {
    TreeFrontier grown = tree;
    for (int i = 0; i < subtrees.size(); i++) {
      grown = grown.append(subtrees.get(i), hashes.get(i));
    }
    return grown;
  }
}
