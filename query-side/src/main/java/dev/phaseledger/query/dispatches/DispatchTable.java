package dev.phaseledger.query.dispatches;

import static dev.phaseledger.query.projection.Column.flags;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.longsOrNone;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.query.dispatches.DispatchFold.Answer;
import dev.phaseledger.query.dispatches.DispatchFold.ContractKey;
import dev.phaseledger.query.dispatches.DispatchFold.Decision;
import dev.phaseledger.query.dispatches.DispatchFold.Withdrawal;
import dev.phaseledger.query.dispatches.DispatchRow.Judged;
import dev.phaseledger.query.projection.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The tables of dispatches, their approvals, and the tallies of their contracts.
@Component
final class DispatchTable {

  private static final String READ_NAMED =
      """
      SELECT dispatches.tenant, dispatches.dispatch_id, contract_id, cost_micros, state,
        decided_position, after_the_fact, waiting_since, escalated_to
      FROM unnest(?, ?) AS named (tenant, dispatch_id)
      JOIN projection.dispatches AS dispatches
        ON dispatches.tenant = named.tenant AND dispatches.dispatch_id = named.dispatch_id
      """;

  /// Two parts, each by its index: what waits, and what was judged last.
  private static final String READ_CONCERNED =
      """
      SELECT dispatches.tenant, dispatches.dispatch_id, dispatches.contract_id, cost_micros, state,
        decided_position, after_the_fact, waiting_since, escalated_to, false AS judged_last
      FROM unnest(?, ?) AS ended (tenant, contract_id)
      JOIN projection.dispatches AS dispatches
        ON dispatches.tenant = ended.tenant AND dispatches.contract_id = ended.contract_id
      WHERE dispatches.waiting_since IS NOT NULL
        AND dispatches.state IN ('PENDING', 'DEFERRED')
      UNION ALL
      SELECT dispatches.tenant, dispatches.dispatch_id, dispatches.contract_id, cost_micros, state,
        decided_position, after_the_fact, waiting_since, escalated_to, true AS judged_last
      FROM unnest(?, ?) AS ended (tenant, contract_id)
      JOIN projection.contract_tallies AS tallies
        ON tallies.tenant = ended.tenant AND tallies.contract_id = ended.contract_id
      JOIN projection.dispatches AS dispatches
        ON dispatches.tenant = tallies.tenant AND dispatches.dispatch_id = tallies.last_dispatch_id
      """;

  private static final String DECIDE =
      """
      INSERT INTO projection.dispatches
        (tenant, dispatch_id, contract_id, agent_id, state, verdict, cost_micros, log_index,
          judged_index, decided_position, position, after_the_fact, waiting_since, escalated_to)
      SELECT tenant, dispatch_id, contract_id, agent_id, state, verdict, cost_micros, log_index,
        judged_index, decided_position, position, after_the_fact, waiting_since, escalated_to
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS decided (tenant, dispatch_id, contract_id, agent_id, state, verdict, cost_micros,
          log_index, judged_index, decided_position, position, after_the_fact, waiting_since,
          escalated_to)
      """;

  private static final String CHANGE =
      """
      UPDATE projection.dispatches AS dispatches SET
        state = changed.state,
        verdict = coalesce(changed.verdict, dispatches.verdict),
        judged_index = coalesce(changed.judged_index, dispatches.judged_index),
        position = changed.position,
        waiting_since = changed.waiting_since,
        escalated_to = changed.escalated_to
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS changed (tenant, dispatch_id, state, verdict, judged_index, position, waiting_since,
          escalated_to)
      WHERE dispatches.tenant = changed.tenant AND dispatches.dispatch_id = changed.dispatch_id
        AND dispatches.position < changed.position
      """;

  private static final String ANSWER =
      """
      INSERT INTO projection.approvals
        (tenant, dispatch_id, position, approver, granted, reason, answered_at, shown, withdrawn)
      SELECT tenant, dispatch_id, position, approver, granted, reason, answered_at, shown, false
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS answered (tenant, dispatch_id, position, approver, granted, reason, answered_at, shown)
      """;

  private static final String WITHDRAW =
      """
      UPDATE projection.approvals AS approvals SET withdrawn = true
      FROM unnest(?, ?, ?, ?) AS taken (tenant, dispatch_id, position, approver)
      WHERE approvals.tenant = taken.tenant AND approvals.dispatch_id = taken.dispatch_id
        AND approvals.approver = taken.approver AND approvals.position < taken.position
      """;

  private static final String TALLY =
      """
      INSERT INTO projection.contract_tallies AS tallies
        (tenant, contract_id, decided, released, open, spent_micros, last_dispatch_id, position)
      SELECT tenant, contract_id, decided, released, open, spent_micros,
        coalesce(last_dispatch_id, ''), position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS added (tenant, contract_id, decided, released, open, spent_micros, last_dispatch_id,
          position)
      ON CONFLICT (tenant, contract_id) DO UPDATE SET
        decided = tallies.decided + excluded.decided,
        released = tallies.released + excluded.released,
        open = tallies.open + excluded.open,
        spent_micros = tallies.spent_micros + excluded.spent_micros,
        last_dispatch_id =
          coalesce(nullif(excluded.last_dispatch_id, ''), tallies.last_dispatch_id),
        position = excluded.position
      WHERE tallies.position < excluded.position
      """;

  private static final List<String> CLEAR =
      List.of(
          "TRUNCATE projection.dispatches",
          "TRUNCATE projection.approvals",
          "TRUNCATE projection.contract_tallies");

  /// A dispatch that the end of its contract may concern.
  record Concerned(DispatchRow row, boolean judgedLast) {}

  private final JdbcTemplate jdbc;

  DispatchTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /// The rows of the dispatches named; none for one that was not decided.
  List<DispatchRow> readNamed(Set<DispatchRow.Key> dispatches) {
    if (dispatches.isEmpty()) {
      return List.of();
    }
    List<DispatchRow.Key> keys = List.copyOf(dispatches);
    Column tenants = texts(keys, key -> key.tenant().value());
    Column ids = texts(keys, DispatchRow.Key::dispatch);
    return jdbc.query(
        READ_NAMED, statement -> Column.set(statement, tenants, ids), (row, number) -> row(row));
  }

  /// The rows that the end of the contracts may concern.
  List<Concerned> readConcerned(Set<ContractKey> contracts) {
    if (contracts.isEmpty()) {
      return List.of();
    }
    List<ContractKey> keys = List.copyOf(contracts);
    Column tenants = texts(keys, key -> key.tenant().value());
    Column ids = texts(keys, ContractKey::contract);
    return jdbc.query(
        READ_CONCERNED,
        statement -> Column.set(statement, tenants, ids, tenants, ids),
        (row, number) -> new Concerned(row(row), row.getBoolean("judged_last")));
  }

  void write(DispatchFold fold) {
    decide(fold);
    change(fold.changed());
    answer(fold.answers());
    withdraw(fold.withdrawals());
    tally(fold.tallies());
  }

  void clear() {
    CLEAR.forEach(jdbc::execute);
  }

  private static DispatchRow row(ResultSet row) throws SQLException {
    return new DispatchRow(
        new DispatchRow.Key(new TenantId(row.getString("tenant")), row.getString("dispatch_id")),
        row.getString("contract_id"),
        row.getLong("cost_micros"),
        DispatchState.valueOf(row.getString("state")),
        Optional.empty(),
        row.getLong("decided_position"),
        row.getBoolean("after_the_fact"),
        Optional.ofNullable(row.getString("waiting_since")).map(Instant::parse),
        Roles.parse(row.getString("escalated_to")));
  }

  private void decide(DispatchFold fold) {
    List<Decision> rows = fold.decisions();
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        DECIDE,
        texts(rows, row -> row.dispatch().key.tenant().value()),
        texts(rows, row -> row.dispatch().key.dispatch()),
        texts(rows, row -> row.dispatch().contract),
        texts(rows, Decision::agent),
        texts(rows, row -> row.dispatch().state().name()),
        texts(rows, row -> verdict(row.dispatch())),
        longs(rows, row -> row.dispatch().costMicros),
        longs(rows, Decision::index),
        longs(rows, row -> row.dispatch().judgement().map(Judged::index).orElse(row.index())),
        longs(rows, row -> row.dispatch().decidedPosition),
        longs(rows, row -> row.dispatch().position()),
        flags(rows, row -> row.dispatch().afterTheFact),
        texts(rows, row -> since(row.dispatch())),
        texts(rows, row -> Roles.text(row.dispatch().escalatedTo())));
  }

  private void change(List<DispatchRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        CHANGE,
        texts(rows, row -> row.key.tenant().value()),
        texts(rows, row -> row.key.dispatch()),
        texts(rows, row -> row.state().name()),
        texts(rows, DispatchTable::verdict),
        longsOrNone(rows, row -> row.judgement().map(Judged::index)),
        longs(rows, DispatchRow::position),
        texts(rows, DispatchTable::since),
        texts(rows, row -> Roles.text(row.escalatedTo())));
  }

  private void answer(List<Answer> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        ANSWER,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().dispatch().value()),
        longs(rows, row -> row.placed().position()),
        texts(rows, row -> row.event().approver().value()),
        flags(rows, row -> row.event().granted()),
        texts(rows, row -> row.event().reason()),
        texts(rows, row -> row.placed().time().toString()),
        texts(rows, row -> row.event().shown().value()));
  }

  private void withdraw(List<Withdrawal> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        WITHDRAW,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().dispatch().value()),
        longs(rows, row -> row.placed().position()),
        texts(rows, row -> row.event().approver().value()));
  }

  private void tally(List<ContractTally> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        TALLY,
        texts(rows, row -> row.contract.tenant().value()),
        texts(rows, row -> row.contract.contract()),
        longs(rows, row -> row.decided),
        longs(rows, row -> row.released),
        longs(rows, row -> row.open),
        longs(rows, row -> row.spentMicros),
        texts(rows, row -> row.lastDispatch),
        longs(rows, row -> row.position));
  }

  private static @Nullable String since(DispatchRow row) {
    return row.waitingSince().map(Instant::toString).orElse(null);
  }

  private static @Nullable String verdict(DispatchRow row) {
    return row.judgement().map(judged -> judged.verdict().name()).orElse(null);
  }
}
