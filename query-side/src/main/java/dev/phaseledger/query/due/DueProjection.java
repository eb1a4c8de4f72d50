package dev.phaseledger.query.due;

import static dev.phaseledger.query.projection.Column.longsOrNone;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.DueItem.Kind;
import dev.phaseledger.query.due.DueFold.Needs;
import dev.phaseledger.query.due.DueFold.Part;
import dev.phaseledger.query.due.DueRow.ContractKey;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps what time will do: reads the rows that a batch concerns, folds the batch in memory, writes
/// what has changed.
@Component
final class DueProjection implements Projection {

  private static final String READ_PARTS =
      """
      SELECT due.tenant, due.contract_id, due.dispatch_id, due.kind, due.due_at, due.since,
        due.detail
      FROM unnest(?, ?, ?) AS named (tenant, contract_id, dispatch_id)
      JOIN projection.due AS due
        ON due.tenant = named.tenant AND due.contract_id = named.contract_id
          AND due.dispatch_id = named.dispatch_id
      """;

  private static final String READ_WHOLES =
      """
      SELECT due.tenant, due.contract_id, due.dispatch_id, due.kind, due.due_at, due.since,
        due.detail
      FROM unnest(?, ?) AS named (tenant, contract_id)
      JOIN projection.due AS due
        ON due.tenant = named.tenant AND due.contract_id = named.contract_id
      """;

  private static final String REMOVE =
      """
      DELETE FROM projection.due AS due
      USING unnest(?, ?, ?, ?) AS removed (tenant, contract_id, dispatch_id, kind)
      WHERE due.tenant = removed.tenant AND due.contract_id = removed.contract_id
        AND due.dispatch_id = removed.dispatch_id AND due.kind = removed.kind
      """;

  private static final String WRITE =
      """
      INSERT INTO projection.due AS due
        (tenant, contract_id, dispatch_id, kind, due_at, since, detail)
      SELECT tenant, contract_id, dispatch_id, kind, due_at, since, detail
      FROM unnest(?, ?, ?, ?, ?, ?, ?)
        AS written (tenant, contract_id, dispatch_id, kind, due_at, since, detail)
      ON CONFLICT (tenant, contract_id, dispatch_id, kind) DO UPDATE SET
        due_at = excluded.due_at,
        since = excluded.since,
        detail = excluded.detail
      """;

  private static final String CLEAR = "TRUNCATE projection.due";

  private final JdbcTemplate jdbc;

  DueProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    DueFold fold = new DueFold();
    read(DueFold.needs(events)).forEach(fold::known);
    events.forEach(fold::apply);
    remove(fold.removed());
    write(fold.written());
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }

  private List<DueRow> read(Needs needs) {
    List<DueRow> rows = new ArrayList<>();
    List<Part> parts = List.copyOf(needs.parts());
    if (!parts.isEmpty()) {
      Column tenants = texts(parts, part -> part.contract().tenant().value());
      Column contracts = texts(parts, part -> part.contract().contract());
      Column dispatches = texts(parts, Part::dispatch);
      rows.addAll(
          jdbc.query(
              READ_PARTS,
              statement -> Column.set(statement, tenants, contracts, dispatches),
              (row, number) -> row(row)));
    }
    List<ContractKey> wholes = List.copyOf(needs.wholes());
    if (!wholes.isEmpty()) {
      Column tenants = texts(wholes, key -> key.tenant().value());
      Column contracts = texts(wholes, ContractKey::contract);
      rows.addAll(
          jdbc.query(
              READ_WHOLES,
              statement -> Column.set(statement, tenants, contracts),
              (row, number) -> row(row)));
    }
    return rows;
  }

  private void remove(List<DueRow.Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        REMOVE,
        texts(keys, key -> key.contract().tenant().value()),
        texts(keys, key -> key.contract().contract()),
        texts(keys, DueRow.Key::dispatch),
        texts(keys, key -> key.kind().name()));
  }

  private void write(List<DueRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        WRITE,
        texts(rows, row -> row.key().contract().tenant().value()),
        texts(rows, row -> row.key().contract().contract()),
        texts(rows, row -> row.key().dispatch()),
        texts(rows, row -> row.key().kind().name()),
        longsOrNone(rows, DueRow::at),
        texts(rows, row -> row.since().map(Instant::toString).orElse(null)),
        texts(rows, DueRow::detail));
  }

  private static DueRow row(ResultSet row) throws SQLException {
    long at = row.getLong("due_at");
    Optional<Long> due = row.wasNull() ? Optional.empty() : Optional.of(at);
    return new DueRow(
        new DueRow.Key(
            new ContractKey(new TenantId(row.getString("tenant")), row.getString("contract_id")),
            row.getString("dispatch_id"),
            Kind.valueOf(row.getString("kind"))),
        due,
        Optional.ofNullable(row.getString("since")).map(Instant::parse),
        row.getString("detail"));
  }
}
