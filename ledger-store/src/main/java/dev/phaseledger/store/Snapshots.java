package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.proof.TreeHashing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Aggregate states, so that deciding does not read a whole stream. A cache beside the record: one
/// that is not what it was when this ledger sealed it is ignored, and the stream is folded from its
/// entries.
final class Snapshots {

  /// Size of a state, in bytes. A larger one is not kept, and its stream is folded from its start.
  static final int STATE_BYTES_MAX = 8 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private static final String READ =
      """
      SELECT snapshot.sequence, snapshot.state, snapshot.seal, entry.entry
        FROM ledger.snapshot AS snapshot
        LEFT JOIN ledger.entry AS entry
          ON entry.tenant = snapshot.tenant AND entry.stream = snapshot.stream
         AND entry.sequence = snapshot.sequence
       WHERE snapshot.tenant = ? AND snapshot.stream = ? AND snapshot.form = ?
      """;

  private static final String ENTRY =
      """
      SELECT entry
        FROM ledger.entry
       WHERE tenant = ? AND stream = ? AND sequence = ?
      """;

  // It replaces whatever is there: what another node has written meanwhile is as good, and what
  // somebody else has put there must not stay. A snapshot that a crash undoes is no loss, so it
  // does not wait for the disk.
  private static final String STORE =
      """
      INSERT INTO ledger.snapshot (tenant, stream, sequence, form, state, seal)
      SELECT ?, ?, ?, ?, ?, ?
        FROM set_config('synchronous_commit', 'off', true)
      ON CONFLICT (tenant, stream) DO UPDATE
         SET sequence = excluded.sequence, form = excluded.form,
             state = excluded.state, seal = excluded.seal
      """;

  private final Sql sql;
  private final Optional<SnapshotCodec> codec;
  private final SnapshotSeal seal;

  Snapshots(Sql sql, Optional<SnapshotCodec> codec, SnapshotSeal seal) {
    this.sql = sql;
    this.codec = codec;
    this.seal = seal;
  }

  /// Keeps a state, if there is a form for it.
  ///
  /// @param snapshot the state, and the sequence of the last entry that was folded
  void store(DomainEventMessage<?> snapshot) {
    if (codec.isEmpty()) {
      return;
    }
    SnapshotCodec form = codec.get();
    StreamId stream = StreamId.parse(snapshot.getAggregateIdentifier());
    byte[] state = form.encode(snapshot.getPayload());
    if (state.length > STATE_BYTES_MAX) {
      log.warn(
          "snapshot not kept: stream={} sequence={} bytes={} max={}",
          stream,
          snapshot.getSequenceNumber(),
          state.length,
          STATE_BYTES_MAX);
      return;
    }
    long sequence = snapshot.getSequenceNumber();
    byte[] entry =
        entry(stream, sequence)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    stream + " has no entry " + sequence + " to stand for"));
    byte[] sealed =
        seal.seal(
            new SnapshotSeal.Subject(stream, sequence, TreeHashing.leaf(entry), form.form()),
            state);
    sql.update(
        "the snapshot of " + stream,
        STORE,
        statement -> {
          statement.setString(1, stream.tenant().value());
          statement.setString(2, StreamName.of(stream));
          statement.setLong(3, sequence);
          statement.setString(4, form.form());
          statement.setBytes(5, state);
          statement.setBytes(6, sealed);
        });
  }

  private Optional<byte[]> entry(StreamId stream, long sequence) {
    return sql.query(
        "the stream " + stream,
        ENTRY,
        statement -> {
          statement.setString(1, stream.tenant().value());
          statement.setString(2, StreamName.of(stream));
          statement.setLong(3, sequence);
        },
        rows -> rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty());
  }

  /// The state that was kept, if it is in the present form and as it was sealed.
  Optional<DomainEventMessage<?>> read(StreamId stream) {
    return codec.flatMap(form ->
        sql.query(
            "the snapshot of " + stream,
            READ,
            statement -> {
              statement.setString(1, stream.tenant().value());
              statement.setString(2, StreamName.of(stream));
              statement.setString(3, form.form());
            },
            rows -> rows.next() ? checked(stream, form, rows) : Optional.empty()));
  }

  private Optional<DomainEventMessage<?>> checked(
      StreamId stream, SnapshotCodec form, ResultSet row) throws SQLException {
    long sequence = row.getLong(1);
    byte[] state = row.getBytes(2);
    byte @Nullable [] entry = row.getBytes(4);
    if (entry == null) {
      return ignored(stream, sequence, "there is no such entry");
    }
    var subject = new SnapshotSeal.Subject(stream, sequence, TreeHashing.leaf(entry), form.form());
    if (!seal.verifies(subject, state, row.getBytes(3))) {
      return ignored(stream, sequence, "it is not as this ledger's key has sealed it");
    }
    try {
      return Optional.of(
          new GenericDomainEventMessage<>(
              stream.subject().label(), stream.toString(), sequence, form.decode(state)));
    } catch (IllegalArgumentException e) {
      return ignored(stream, sequence, "it cannot be read: " + e.getMessage());
    }
  }

  private static Optional<DomainEventMessage<?>> ignored(
      StreamId stream, long sequence, String reason) {
    log.warn("snapshot ignored: stream={} sequence={} reason={}", stream, sequence, reason);
    return Optional.empty();
  }
}
