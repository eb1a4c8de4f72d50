package dev.phaseledger.query.contracts;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Folds what was granted and what of it was taken back.
@Component
final class ContractProjection implements Projection {

  private static final String ISSUE =
      """
      INSERT INTO projection.contracts
        (tenant, contract_id, agent_id, status, terms, issued_at, issued_position, position)
      SELECT tenant, contract_id, agent_id, 'ACTIVE', terms, issued_at, position, position
      FROM unnest(?, ?, ?, ?, ?, ?)
        AS issued (tenant, contract_id, agent_id, terms, issued_at, position)
      """;

  private static final String REVOKE =
      """
      UPDATE projection.contracts AS contracts SET
        status = 'REVOKED',
        revocation_reason = revoked.reason,
        position = revoked.position
      FROM unnest(?, ?, ?, ?) AS revoked (tenant, contract_id, reason, position)
      WHERE contracts.tenant = revoked.tenant AND contracts.contract_id = revoked.contract_id
        AND contracts.position < revoked.position
      """;

  private static final String CLEAR = "TRUNCATE projection.contracts";

  private record Issue(PlacedEvent placed, ContractIssued event) {}

  private record Revocation(PlacedEvent placed, ContractRevoked event) {}

  private final JdbcTemplate jdbc;

  ContractProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Issue> issues = new ArrayList<>();
    List<Revocation> revocations = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof ContractIssued issued) {
        issues.add(new Issue(placed, issued));
      } else if (placed.event() instanceof ContractRevoked revoked) {
        revocations.add(new Revocation(placed, revoked));
      }
    }
    issue(issues);
    revoke(revocations);
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }

  private void issue(List<Issue> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        ISSUE,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().contract().value()),
        texts(rows, row -> row.event().terms().agent().value()),
        texts(rows, row -> Json.text(Forms.encode(row.event().terms()))),
        texts(rows, row -> row.placed().time().toString()),
        longs(rows, row -> row.placed().position()));
  }

  private void revoke(List<Revocation> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        REVOKE,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().contract().value()),
        texts(rows, row -> row.event().reason()),
        longs(rows, row -> row.placed().position()));
  }
}
