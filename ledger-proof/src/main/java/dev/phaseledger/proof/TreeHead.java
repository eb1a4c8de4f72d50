package dev.phaseledger.proof;

import dev.phaseledger.proof.ProofException.Reason;
import java.util.Iterator;
import java.util.List;

/// What a log commits to: a number of entries and the RFC 6962 root over them.
public record TreeHead(long size, Sha256Hash root) {
  /// Refuses a negative size.
  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException("tree size " + size + " is negative");
    }
  }

  /// Returns normally only if the proof shows that the leaf stands at the proof's index in this
  /// tree (RFC 9162 section 2.1.3.2).
  ///
  /// @throws ProofException `NOT_INCLUDED`
  public void checkIncludes(Sha256Hash leafHash, InclusionProof proof) {
    if (proof.index() >= size) {
      throw notIncluded(
          "index %d lies outside a tree of %d entries".formatted(proof.index(), size));
    }
    long node = proof.index();
    long last = size - 1;
    Sha256Hash hash = leafHash;
    for (Sha256Hash sibling : proof.path()) {
      if (last == 0) {
        throw notIncluded("the inclusion proof has more hashes than the tree has levels");
      }
      if ((node & 1) == 1 || node == last) {
        hash = TreeHashing.node(sibling, hash);
        // A right edge without sibling is lifted unhashed to the level where it becomes one.
        int lifted = Long.numberOfTrailingZeros(node);
        node >>= lifted;
        last >>= lifted;
      } else {
        hash = TreeHashing.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw notIncluded("the inclusion proof has too few hashes");
    }
    if (!hash.equals(root)) {
      throw notIncluded(
          "entry %d with this inclusion proof gives root %s, the tree has root %s"
              .formatted(proof.index(), hash.base64(), root.base64()));
    }
  }

  /// Returns normally only if the proof shows that this tree is a prefix of `newer` (RFC 9162
  /// section 2.1.4.2). The empty tree is a prefix of every tree; its proof has no hashes.
  ///
  /// @throws ProofException `NOT_CONSISTENT`
  public void checkPrefixOf(TreeHead newer, ConsistencyProof proof) {
    if (size > newer.size) {
      throw notConsistent(
          "the older tree has %d entries, the newer only %d".formatted(size, newer.size));
    }
    if (size == 0 && !root.equals(TreeHashing.EMPTY_ROOT)) {
      throw notConsistent("the older tree is empty but its root is not that of an empty tree");
    }
    if (size == newer.size && !root.equals(newer.root)) {
      throw notConsistent(
          "two different roots for the same %d entries: the log shows different histories"
              .formatted(size));
    }
    if (size == 0 || size == newer.size) {
      if (!proof.path().isEmpty()) {
        throw notConsistent("the consistency proof has hashes where none are needed");
      }
      return;
    }
    checkStrictPrefix(newer, proof.path());
  }

  private void checkStrictPrefix(TreeHead newer, List<Sha256Hash> path) {
    Iterator<Sha256Hash> hashes = path.iterator();
    boolean complete = Long.bitCount(size) == 1;
    if (!complete && path.isEmpty()) {
      throw notConsistent("the consistency proof has too few hashes");
    }
    Sha256Hash start = complete ? root : hashes.next();
    int lifted = Long.numberOfTrailingZeros(size);
    long node = (size - 1) >> lifted;
    long last = (newer.size - 1) >> lifted;
    Sha256Hash older = start;
    Sha256Hash grown = start;
    while (hashes.hasNext()) {
      Sha256Hash hash = hashes.next();
      if (last == 0) {
        throw notConsistent("the consistency proof has more hashes than the tree has levels");
      }
      if ((node & 1) == 1 || node == last) {
        older = TreeHashing.node(hash, older);
        grown = TreeHashing.node(hash, grown);
        int skipped = Long.numberOfTrailingZeros(node);
        node >>= skipped;
        last >>= skipped;
      } else {
        grown = TreeHashing.node(grown, hash);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw notConsistent("the consistency proof has too few hashes");
    }
    if (!older.equals(root)) {
      throw notConsistent("the consistency proof does not lead to the older root");
    }
    if (!grown.equals(newer.root)) {
      throw notConsistent("the consistency proof does not lead to the newer root");
    }
  }

  private static ProofException notIncluded(String sentence) {
    return new ProofException(Reason.NOT_INCLUDED, sentence);
  }

  private static ProofException notConsistent(String sentence) {
    return new ProofException(Reason.NOT_CONSISTENT, sentence);
  }
}
