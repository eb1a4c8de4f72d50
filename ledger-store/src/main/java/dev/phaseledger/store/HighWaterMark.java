package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.RecordedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The last entry this node knows of, in a small file of its data directory, written behind. A
/// database that was restored from a backup is found out by it when the node opens.
final class HighWaterMark {

  /// Name of the file: one line, a position and the identifier of the entry there.
  static final String FILE = "ledger.position";

  private final Path file;
  private long saved;

  HighWaterMark(Path directory) {
    this.file = directory.resolve(FILE);
  }

  /// Refuses a database that lacks the entry, or has another one in its place.
  ///
  /// @throws StoreException if so
  void check(EntryReads reads) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      long position = Long.parseLong(parts[0]);
      List<RecordedEvent> stored = reads.after(position - 1, 1);
      if (stored.isEmpty() || parts.length != 2 || !stored.getFirst().id().equals(parts[1])) {
        throw new StoreException(
            "the database is not the one this node wrote to, or an older state of it: it ends at position %d, or has another entry at position %d, which this node has acknowledged (%s). Restore a newer backup; or open with %s if the lost entries are to be given up"
                .formatted(reads.head(), position, file, RestoredDatabase.ACCEPT_LOSS));
      }
    } catch (IOException | NumberFormatException e) {
      throw new StoreException(file + " cannot be read", e);
    }
  }

  /// Remembers the newest entry, if it is newer than what was remembered.
  ///
  /// @throws StoreException if the file cannot be written
  synchronized void save(Optional<RecordedEvent> newest) {
    if (newest.isEmpty() || newest.get().position() <= saved) {
      return;
    }
    RecordedEvent event = newest.get();
    Path draft = file.resolveSibling(FILE + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(draft, event.position() + " " + event.id() + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      saved = event.position();
    } catch (IOException e) {
      throw new StoreException(file + " cannot be written", e);
    }
  }
}
