package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A log's stored hashes in memory, filled through the sink as a store does it, counting its reads.
final class StoredHashes implements SubtreeSink, HashReader, LeafHashReader {
  private final Map<SubtreeId, Sha256Hash> hashes = new HashMap<>();
  private TreeFrontier frontier = TreeFrontier.EMPTY;
  int reads;

  static StoredHashes of(List<byte[]> entries) {
    StoredHashes stored = new StoredHashes();
    entries.forEach(entry -> stored.append(TreeHashing.leaf(entry)));
    return stored;
  }

  void append(Sha256Hash leafHash) {
    frontier = frontier.append(leafHash, this);
  }

  TreeFrontier frontier() {
    return frontier;
  }

  @Override
  public void completed(SubtreeId subtree, Sha256Hash hash) {
    if (hashes.put(subtree, hash) != null) {
      throw new IllegalStateException(subtree + " was completed twice");
    }
  }

  Sha256Hash hash(SubtreeId subtree) {
    return Optional.ofNullable(hashes.get(subtree)).orElseThrow();
  }

  int count() {
    return hashes.size();
  }

  @Override
  public List<Sha256Hash> read(HashRange range) {
    reads++;
    List<Sha256Hash> result = new ArrayList<>();
    for (int i = 0; i < range.count(); i++) {
      result.add(hash(new SubtreeId(range.tileLevel() * 8, range.first() + i)));
    }
    return result;
  }

  @Override
  public List<Sha256Hash> leafHashes(HashRange range) {
    if (range.tileLevel() != 0) {
      throw new IllegalArgumentException("not a range of leaves: " + range);
    }
    return read(range);
  }

  /// The widest tile of the tree's first `size` entries.
  Optional<HashTile> tile(int tileLevel, long tileIndex, long size) {
    long first = tileIndex * HashTile.HASHES_MAX;
    long width = Math.min(HashTile.HASHES_MAX, (size >>> (8 * tileLevel)) - first);
    return width <= 0
        ? Optional.empty()
        : Optional.of(new HashTile(read(new HashRange(tileLevel, first, (int) width))));
  }
}
