package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Computes proofs for one tree size from stored hashes.
///
/// Tiles that were read are kept for the next proof ({@link #TILES_KEPT_MAX}), so that receipts for
/// a whole batch cost little more than one. Short-lived; not for use by several threads.
public final class Proofs {
  /// Tiles kept for reuse; one takes about 40 KiB with its inner nodes.
  public static final int TILES_KEPT_MAX = 64;

  private final HashReader reader;
  private final long size;
  private final Map<TileKey, TileNodes> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileKey, TileNodes> eldest) {
          return size() > TILES_KEPT_MAX;
        }
      };

  private record TileKey(int level, long index) {}

  /// Entries `[from, to)`.
  private record Span(long from, long to) {
    long entries() {
      return to - from;
    }

    /// The left part is the largest complete subtree that leaves something to the right of it.
    long split() {
      return from + Long.highestOneBit(entries() - 1);
    }

    boolean isCompleteSubtree() {
      return Long.bitCount(entries()) == 1;
    }
  }

  /// Proofs in the tree of the first `treeSize` entries.
  public Proofs(HashReader reader, long treeSize) {
    if (treeSize < 0) {
      throw new IllegalArgumentException("tree size " + treeSize + " is negative");
    }
    this.reader = reader;
    this.size = treeSize;
  }

  /// Size and root of the tree, from the stored hashes.
  public TreeHead head() {
    return new TreeHead(size, size == 0 ? TreeHashing.EMPTY_ROOT : hash(new Span(0, size)));
  }

  /// RFC 6962 section 2.1.1: the path from the entry at `index` to the root. An index outside the
  /// tree is an `IllegalArgumentException`.
  public InclusionProof inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "index %d lies outside a tree of %d entries".formatted(index, size));
    }
    List<Sha256Hash> fromRoot = new ArrayList<>();
    Span span = new Span(0, size);
    while (span.entries() > 1) {
      Span left = new Span(span.from(), span.split());
      Span right = new Span(span.split(), span.to());
      boolean inLeft = index < span.split();
      fromRoot.add(hash(inLeft ? right : left));
      span = inLeft ? left : right;
    }
    return new InclusionProof(index, fromRoot.reversed());
  }

  /// RFC 6962 section 2.1.2: that the tree of the first `olderSize` entries is a prefix of this
  /// one. A size beyond this tree's is an `IllegalArgumentException`.
  public ConsistencyProof consistencyFrom(long olderSize) {
    if (olderSize < 0 || olderSize > size) {
      throw new IllegalArgumentException(
          "older size %d is not within 0..%d".formatted(olderSize, size));
    }
    if (olderSize == 0 || olderSize == size) {
      return new ConsistencyProof(List.of());
    }
    List<Sha256Hash> fromRoot = new ArrayList<>();
    Span span = new Span(0, size);
    while (span.to() != olderSize) {
      Span left = new Span(span.from(), span.split());
      Span right = new Span(span.split(), span.to());
      boolean endsInLeft = olderSize <= span.split();
      fromRoot.add(hash(endsInLeft ? right : left));
      span = endsInLeft ? left : right;
    }
    // The verifier knows the older root: a subtree that is the whole older tree is left out.
    if (span.from() != 0) {
      fromRoot.add(hash(span));
    }
    return new ConsistencyProof(fromRoot.reversed());
  }

  /// That nothing is missing between two indices: the roots of the subtrees beside them. Indices
  /// outside the tree are an `IllegalArgumentException`.
  ///
  /// @param to the index behind the last
  public RangeProof range(long from, long to) {
    return new RangeProof(
        size,
        from,
        to,
        RangeProof.before(from).stream().map(this::subtree).toList(),
        RangeProof.behind(to, size).stream().map(this::subtree).toList());
  }

  private Sha256Hash subtree(SubtreeId subtree) {
    return subtree(
        new Span(subtree.index() << subtree.level(), (subtree.index() + 1) << subtree.level()));
  }

  private Sha256Hash hash(Span span) {
    if (span.isCompleteSubtree()) {
      return subtree(span);
    }
    return TreeHashing.node(
        hash(new Span(span.from(), span.split())), hash(new Span(span.split(), span.to())));
  }

  private Sha256Hash subtree(Span span) {
    int level = Long.numberOfTrailingZeros(span.entries());
    int tileLevel = level / TileNodes.HEIGHT;
    int height = level % TileNodes.HEIGHT;
    long index = span.from() >>> level;
    long first = index << height;
    TileNodes tile = tile(new TileKey(tileLevel, first / HashTile.HASHES_MAX));
    return tile.node(height, (int) (first % HashTile.HASHES_MAX) >>> height);
  }

  private TileNodes tile(TileKey key) {
    TileNodes found = kept.get(key);
    if (found != null) {
      return found;
    }
    long first = key.index() * HashTile.HASHES_MAX;
    long complete = size >>> (TileNodes.HEIGHT * key.level());
    int width = (int) Math.min(HashTile.HASHES_MAX, complete - first);
    List<Sha256Hash> hashes = reader.read(new HashRange(key.level(), first, width));
    if (hashes.size() != width) {
      throw new IllegalStateException(
          "the hash reader gave %d hashes instead of %d".formatted(hashes.size(), width));
    }
    TileNodes tile = new TileNodes(List.copyOf(hashes));
    kept.put(key, tile);
    return tile;
  }
}
