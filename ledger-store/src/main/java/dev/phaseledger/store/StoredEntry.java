package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHashing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A row of `ledger.entry`.
// Only carries the arrays: nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
record StoredEntry(
    long position, StreamId stream, long index, long sequence, byte[] bytes, Sha256Hash leafHash) {

  /// Reads rows of the columns position, tenant, index, stream, sequence, entry, leaf_hash.
  static List<StoredEntry> readAll(ResultSet rows) throws SQLException {
    List<StoredEntry> read = new ArrayList<>();
    while (rows.next()) {
      read.add(
          new StoredEntry(
              rows.getLong(1),
              StreamName.parse(rows.getString(2), rows.getString(4)),
              rows.getLong(3),
              rows.getLong(5),
              rows.getBytes(6),
              Sha256Hash.of(rows.getBytes(7))));
    }
    return read;
  }

  /// Checks that the bytes are those that the tree was built from.
  ///
  /// @throws StoppedException if not
  void checkHash() {
    if (!TreeHashing.leaf(bytes).equals(leafHash)) {
      throw damaged("its bytes do not have its hash");
    }
  }

  /// The event inside the bytes.
  ///
  /// @throws StoppedException if the bytes are no entry, or not that of this row
  RecordedEvent decode() {
    RecordedEvent event;
    try {
      event = EntryCodec.decode(bytes, position, index);
    } catch (IllegalArgumentException e) {
      throw new StoppedException(
          new StopReason.EntryMismatch(position, "it cannot be read: " + e.getMessage()), e);
    }
    if (!event.stream().equals(stream) || event.sequence() != sequence) {
      throw damaged(
          "the row says %s %d, the entry says %s %d"
              .formatted(stream, sequence, event.stream(), event.sequence()));
    }
    return event;
  }

  private StoppedException damaged(String detail) {
    return new StoppedException(new StopReason.EntryMismatch(position, detail));
  }
}
