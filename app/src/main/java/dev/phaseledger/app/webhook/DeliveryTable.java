package dev.phaseledger.app.webhook;

import dev.phaseledger.api.event.CausedBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Where messages to the outside wait, and where it stands what became of them. Times are
/// milliseconds since 1970 where they are compared.
@Component
final class DeliveryTable {

  private static final String ADD =
      """
      INSERT INTO processing.delivery
        (position, tenant, webhook, agent_id, contract_id, path, signal, trigger_position,
          requested_at, state, attempts, next_attempt_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', 0, ?)
      ON CONFLICT (position) DO NOTHING
      """;

  /// Whoever takes a message moves its next attempt, so that no other node sends it meanwhile; a
  /// node that dies with it leaves it to be sent again then.
  private static final String TAKE =
      """
      UPDATE processing.delivery SET attempts = attempts + 1, next_attempt_ms = ?
      WHERE position IN (
        SELECT position FROM processing.delivery
        WHERE state = 'PENDING' AND next_attempt_ms <= ?
        ORDER BY next_attempt_ms, position
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;

  private static final String DELIVERED =
      """
      UPDATE processing.delivery SET state = 'DELIVERED', problem = NULL
      WHERE position = ? AND state = 'PENDING'
      """;

  private static final String FAILED =
      """
      UPDATE processing.delivery SET state = ?, problem = ?, next_attempt_ms = ?
      WHERE position = ? AND state = 'PENDING'
      """;

  private static final String LIST =
      """
      SELECT * FROM processing.delivery
      WHERE tenant = ? AND position < ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private final JdbcClient jdbc;

  DeliveryTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Notes a message down; one that is known stays as it is.
  void add(Delivery.Request request) {
    OptionalLong trigger = request.causedBy().position();
    jdbc.sql(ADD)
        .param(request.position())
        .param(request.tenant())
        .param(request.webhook())
        .param(request.agentId())
        .param(request.contractId())
        .param(request.causedBy().path())
        .param(request.causedBy().signal())
        .param(trigger.isPresent() ? trigger.getAsLong() : null)
        .param(request.requestedAt().toString())
        .param(request.requestedAt().toEpochMilli())
        .update();
  }

  /// Takes the next message that is due and counts the attempt.
  ///
  /// @param until when it is due again if nothing is heard of this attempt
  Optional<Delivery> take(Instant now, Instant until) {
    return jdbc.sql(TAKE)
        .param(until.toEpochMilli())
        .param(now.toEpochMilli())
        .query(DeliveryTable::delivery)
        .optional();
  }

  void delivered(long position) {
    jdbc.sql(DELIVERED).param(position).update();
  }

  /// Notes that an attempt did not succeed.
  ///
  /// @param next when it is tried again; empty if it is given up
  void failed(long position, String problem, Optional<Instant> next) {
    jdbc.sql(FAILED)
        .param((next.isPresent() ? Delivery.State.PENDING : Delivery.State.GIVEN_UP).name())
        .param(problem)
        .param(next.map(Instant::toEpochMilli).orElse(0L))
        .param(position)
        .update();
  }

  /// A tenant's messages, newest first.
  List<Delivery> list(String tenant, long below, int rows) {
    return jdbc.sql(LIST)
        .param(tenant)
        .param(below)
        .param(rows)
        .query(DeliveryTable::delivery)
        .list();
  }

  private static Delivery delivery(ResultSet row, int number) throws SQLException {
    long trigger = row.getLong("trigger_position");
    OptionalLong position = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(trigger);
    return new Delivery(
        new Delivery.Request(
            row.getLong("position"),
            row.getString("tenant"),
            row.getString("webhook"),
            row.getString("agent_id"),
            row.getString("contract_id"),
            new CausedBy(row.getString("path"), row.getString("signal"), position),
            Instant.parse(row.getString("requested_at"))),
        Delivery.State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("next_attempt_ms")),
        Optional.ofNullable(row.getString("problem")));
  }
}
