package dev.phaseledger.query.contracts;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final String AMEND =
      """
      UPDATE projection.contracts AS contracts SET
        terms = amended.terms,
        position = amended.position
      FROM unnest(?, ?, ?, ?) AS amended (tenant, contract_id, terms, position)
      WHERE contracts.tenant = amended.tenant AND contracts.contract_id = amended.contract_id
        AND contracts.position < amended.position
      """;

  private static final String END =
      """
      UPDATE projection.contracts AS contracts SET
        status = ended.status,
        revocation_reason = ended.reason,
        position = ended.position
      FROM unnest(?, ?, ?, ?, ?) AS ended (tenant, contract_id, status, reason, position)
      WHERE contracts.tenant = ended.tenant AND contracts.contract_id = ended.contract_id
        AND contracts.position < ended.position
      """;

  private static final String CLEAR = "TRUNCATE projection.contracts";

  private record Issue(PlacedEvent placed, ContractIssued event) {}

  private record Amendment(PlacedEvent placed, ContractAmended event) {}

  private record End(PlacedEvent placed, ContractEvent event, String status, String reason) {}

  private final JdbcTemplate jdbc;

  ContractProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Issue> issues = new ArrayList<>();
    Map<String, Amendment> amendments = new LinkedHashMap<>();
    List<End> ends = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof ContractIssued issued) {
        issues.add(new Issue(placed, issued));
      } else if (placed.event() instanceof ContractAmended amended) {
        // The last one of a batch: a statement changes a row once.
        amendments.put(placed.tenant() + "/" + amended.contract(), new Amendment(placed, amended));
      } else if (placed.event() instanceof ContractEnded e) {
        ends.add(new End(placed, e, e.ending().name(), e.reason()));
      } else if (placed.event() instanceof ContractRevoked e) {
        ends.add(new End(placed, e, "REVOKED", e.reason()));
      }
    }
    issue(issues);
    amend(List.copyOf(amendments.values()));
    end(ends);
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

  private void amend(List<Amendment> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        AMEND,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().contract().value()),
        texts(rows, row -> Json.text(Forms.encode(row.event().terms()))),
        longs(rows, row -> row.placed().position()));
  }

  private void end(List<End> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        END,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().contract().value()),
        texts(rows, End::status),
        texts(rows, End::reason),
        longs(rows, row -> row.placed().position()));
  }
}
