package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Port: the logs of a store as they are stored, one for each tenant. Everything an auditor is
/// given comes through here, byte for byte.
///
/// `log` is the tenant's identifier. Every call reads committed entries only, and what it returned
/// once never changes: logs only grow. May be called by several threads.
public interface LogSource {

  /// The newest signed checkpoint; empty while the log has no entries.
  Optional<SignedNote> checkpoint(String log);

  /// Signed checkpoints of the log for more than `size` entries, in the order of sizes, at most
  /// `count`. A source that keeps none but the newest gives that one.
  default List<SignedNote> checkpointsBeyond(String log, long size, int count) {
    return checkpoint(log).stream()
        .filter(note -> Checkpoint.parse(note.text()).head().size() > size)
        .limit(count)
        .toList();
  }

  /// The key that must sign the log's checkpoints now.
  NoteVerifier verifier(String log);

  /// All keys of the log: the current one first, then those it replaced, the newest first, then
  /// those that are in place here and not used yet.
  default List<LogKey> keys(String log) {
    return List.of(
        new LogKey(verifier(log), LogKey.State.CURRENT, OptionalLong.empty(), Optional.empty()));
  }

  /// The rotation that the entry at `index` records, with a checkpoint that both keys signed; empty
  /// if that entry rotates no key.
  default Optional<RotationLink> rotation(String log, long index) {
    return Optional.empty();
  }

  /// The entries from index `from` on, at most `count`; fewer if the log ends before or if they are
  /// large (see the implementation's limit), but at least one if there is one.
  List<byte[]> entries(String log, long from, int count);

  /// The log's hashes at the tile levels, for [Proofs].
  HashReader hashes(String log);

  /// The receipt of an entry against the newest checkpoint; empty if the checkpoint does not cover
  /// the index.
  default Optional<Receipt> receipt(String log, long index) {
    return checkpoint(log)
        .flatMap(note -> {
          long size = Checkpoint.parse(note.text()).head().size();
          return index < 0 || index >= size
              ? Optional.empty()
              : Optional.of(new Receipt(new Proofs(hashes(log), size).inclusion(index), note));
        });
  }

  /// The bytes of a resource of C2SP tlog-tiles; empty if the newest checkpoint does not cover it
  /// yet.
  default Optional<byte[]> tile(String log, TilePath path) {
    long size = checkpoint(log).map(note -> Checkpoint.parse(note.text()).head().size()).orElse(0L);
    if (path.index() > size / HashTile.HASHES_MAX) {
      return Optional.empty();
    }
    long first = path.index() * HashTile.HASHES_MAX;
    return switch (path) {
      case TilePath.Hashes hashes -> {
        int shift = TileNodes.HEIGHT * hashes.level();
        long complete = shift < Long.SIZE ? size >>> shift : 0;
        yield first + hashes.width() > complete
            ? Optional.empty()
            : Optional.of(
                new HashTile(hashes(log).read(new HashRange(hashes.level(), first, hashes.width())))
                    .encode());
      }
      case TilePath.Entries entries ->
          first + entries.width() > size
              ? Optional.empty()
              : Optional.of(EntryBundle.encode(allEntries(log, first, entries.width())));
    };
  }

  private List<byte[]> allEntries(String log, long from, int count) {
    List<byte[]> all = new ArrayList<>(count);
    while (all.size() < count) {
      List<byte[]> next = entries(log, from + all.size(), count - all.size());
      if (next.isEmpty()) {
        throw new IllegalStateException(
            "entry %d is missing under a checkpoint that covers it".formatted(from + all.size()));
      }
      all.addAll(next);
    }
    return all;
  }
}
