package dev.phaseledger.store;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import org.jspecify.annotations.Nullable;

/// An entry that this node has followed. What another node wrote is decoded by whoever reads it
/// first, if anybody does, and not by the writer, which has appends waiting. Safe for any number of
/// threads.
final class Followed {

  private final long position;
  private final @Nullable StoredEntry stored;
  private volatile @Nullable RecordedEvent event;

  private Followed(long position, @Nullable StoredEntry stored, @Nullable RecordedEvent event) {
    this.position = position;
    this.stored = stored;
    this.event = event;
  }

  /// An entry whose event is known.
  static Followed known(RecordedEvent event) {
    return new Followed(event.position(), null, event);
  }

  /// An entry as it was read, its hash checked.
  static Followed read(StoredEntry stored) {
    return new Followed(stored.position(), stored, null);
  }

  long position() {
    return position;
  }

  StreamId stream() {
    return stored == null ? event().stream() : stored.stream();
  }

  /// Its place in its tenant's log.
  long index() {
    return stored == null ? event().index() : stored.index();
  }

  /// The event; the same one each time.
  ///
  /// @throws DamagedRecordException if the bytes are no entry, or not that of their row
  RecordedEvent event() {
    RecordedEvent known = event;
    if (known != null) {
      return known;
    }
    if (stored == null) {
      throw new IllegalStateException("neither read nor known: position " + position);
    }
    try {
      RecordedEvent decoded = stored.decode();
      event = decoded;
      return decoded;
    } catch (StoppedException e) {
      throw new DamagedRecordException(e.reason().sentence(), e);
    }
  }
}
