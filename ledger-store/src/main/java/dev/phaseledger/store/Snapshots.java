package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Aggregate states, so that deciding does not read a whole stream. A cache beside the record.
final class Snapshots {

  private static final String READ =
      """
      SELECT sequence, state
        FROM ledger.snapshot
       WHERE tenant = ? AND stream = ? AND form = ?
      """;

  private static final String STORE =
      """
      INSERT INTO ledger.snapshot AS snapshot (tenant, stream, sequence, form, state)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant, stream) DO UPDATE
         SET sequence = excluded.sequence, form = excluded.form, state = excluded.state
       WHERE snapshot.sequence < excluded.sequence OR snapshot.form <> excluded.form
      """;

  private final Sql sql;
  private final Optional<SnapshotCodec> codec;

  Snapshots(Sql sql, Optional<SnapshotCodec> codec) {
    this.sql = sql;
    this.codec = codec;
  }

  void store(DomainEventMessage<?> snapshot) {
    SnapshotCodec form =
        codec.orElseThrow(() ->
            new IllegalStateException(
                "a snapshot was triggered although no SnapshotCodec is configured"));
    StreamId stream = StreamId.parse(snapshot.getAggregateIdentifier());
    byte[] state = form.encode(snapshot.getPayload());
    sql.update(
        "the snapshot of " + stream,
        STORE,
        statement -> {
          statement.setString(1, stream.tenant().value());
          statement.setString(2, StreamName.of(stream));
          statement.setLong(3, snapshot.getSequenceNumber());
          statement.setString(4, form.form());
          statement.setBytes(5, state);
        });
  }

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
            rows -> rows.next() ? Optional.of(message(stream, form, rows)) : Optional.empty()));
  }

  private static DomainEventMessage<?> message(StreamId stream, SnapshotCodec form, ResultSet row)
      throws SQLException {
    return new GenericDomainEventMessage<>(
        stream.subject().label(), stream.toString(), row.getLong(1), form.decode(row.getBytes(2)));
  }
}
