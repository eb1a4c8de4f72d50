package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// All that is needed to go on appending to an RFC 6962 tree: its size and the roots of the
/// complete subtrees along its right edge, the largest first (one for each set bit of the size).
///
/// Immutable: an append returns the next frontier and shares the hashes, so that keeping an old one
/// (to roll back a failed batch) costs nothing. At most 63 hashes.
public final class TreeFrontier {
  /// The frontier of a tree without entries.
  public static final TreeFrontier EMPTY = new TreeFrontier(0, new Sha256Hash[0]);

  private final long size;
  private final Sha256Hash[] rightEdge;

  private TreeFrontier(long size, Sha256Hash[] rightEdge) {
    this.size = size;
    this.rightEdge = rightEdge;
  }

  /// Number of entries.
  public long size() {
    return size;
  }

  /// The frontier after one more entry.
  public TreeFrontier append(Sha256Hash leafHash) {
    return append(leafHash, (subtree, hash) -> {});
  }

  /// The frontier after one more entry; the sink is told the leaf and every subtree it completes.
  public TreeFrontier append(Sha256Hash leafHash, SubtreeSink sink) {
    if (size == Long.MAX_VALUE) {
      throw new IllegalStateException("the tree holds 2^63 - 1 entries and can take no more");
    }
    int merges = Long.numberOfTrailingZeros(~size);
    int kept = rightEdge.length - merges;
    Sha256Hash hash = leafHash;
    sink.completed(new SubtreeId(0, size), hash);
    for (int level = 1; level <= merges; level++) {
      hash = TreeHashing.node(rightEdge[rightEdge.length - level], hash);
      sink.completed(new SubtreeId(level, size >>> level), hash);
    }
    Sha256Hash[] next = Arrays.copyOf(rightEdge, kept + 1);
    next[kept] = hash;
    return new TreeFrontier(size + 1, next);
  }

  /// The frontier after all entries of a complete subtree, of which only the root is known.
  ///
  /// @throws IllegalArgumentException if the subtree does not begin where this tree ends
  public TreeFrontier append(SubtreeId subtree, Sha256Hash subtreeRoot) {
    int level = subtree.level();
    long entries = 1L << level;
    if (subtree.index() != size >>> level || size % entries != 0) {
      throw new IllegalArgumentException(
          "%s does not begin at entry %d, where the tree ends".formatted(subtree, size));
    }
    if (size > Long.MAX_VALUE - entries) {
      throw new IllegalStateException("the tree cannot take another 2^" + level + " entries");
    }
    int merges = Long.numberOfTrailingZeros(~(size >>> level));
    int kept = rightEdge.length - merges;
    Sha256Hash hash = subtreeRoot;
    for (int i = 1; i <= merges; i++) {
      hash = TreeHashing.node(rightEdge[rightEdge.length - i], hash);
    }
    Sha256Hash[] next = Arrays.copyOf(rightEdge, kept + 1);
    next[kept] = hash;
    return new TreeFrontier(size + entries, next);
  }

  /// The RFC 6962 root hash of the tree.
  public Sha256Hash root() {
    if (size == 0) {
      return TreeHashing.EMPTY_ROOT;
    }
    Sha256Hash root = rightEdge[rightEdge.length - 1];
    for (int i = rightEdge.length - 2; i >= 0; i--) {
      root = TreeHashing.node(rightEdge[i], root);
    }
    return root;
  }

  /// Size and root.
  public TreeHead head() {
    return new TreeHead(size, root());
  }

  /// For a database column: the size as 8 bytes, big-endian, then the hashes, the largest subtree
  /// first. {@link #decode} is its exact inverse.
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + rightEdge.length * Sha256Hash.BYTES);
    out.putLong(size);
    for (Sha256Hash hash : rightEdge) {
      out.put(hash.shared());
    }
    return out.array();
  }

  /// Reads what {@link #encode} wrote; anything else is an `IllegalArgumentException`. The hashes
  /// cannot be checked here: compare {@link #root} with a recorded root.
  public static TreeFrontier decode(byte[] encoded) {
    if (encoded.length < Long.BYTES) {
      throw new IllegalArgumentException("frontier has only " + encoded.length + " bytes");
    }
    long size = ByteBuffer.wrap(encoded).getLong();
    if (size < 0) {
      throw new IllegalArgumentException("frontier has a negative size");
    }
    int hashes = Long.bitCount(size);
    int expected = Long.BYTES + hashes * Sha256Hash.BYTES;
    if (encoded.length != expected) {
      throw new IllegalArgumentException(
          "frontier of size %d has %d bytes instead of %d"
              .formatted(size, encoded.length, expected));
    }
    Sha256Hash[] rightEdge = new Sha256Hash[hashes];
    for (int i = 0; i < hashes; i++) {
      rightEdge[i] = Sha256Hash.of(encoded, Long.BYTES + i * Sha256Hash.BYTES);
    }
    return new TreeFrontier(size, rightEdge);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeFrontier that
        && size == that.size
        && Arrays.equals(rightEdge, that.rightEdge);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(rightEdge);
  }

  @Override
  public String toString() {
    return "TreeFrontier[size=" + size + ", root=" + root() + "]";
  }
}
