package dev.phaseledger.query.contracts;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
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
        (tenant, contract_id, agent_id, status, terms, parent, phase, issued_at, issued_position,
         position)
      SELECT tenant, contract_id, agent_id, 'ACTIVE', terms, nullif(parent, ''), nullif(phase, ''),
        issued_at, position, position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS issued (tenant, contract_id, agent_id, terms, parent, phase, issued_at, position)
      """;

  private static final String CHANGE =
      """
      UPDATE projection.contracts AS contracts SET
        status = coalesce(nullif(changed.status, ''), contracts.status),
        ended_reason =
          CASE WHEN changed.status = '' THEN contracts.ended_reason ELSE changed.reason END,
        terms = coalesce(nullif(changed.terms, ''), contracts.terms),
        phase = coalesce(
          CASE WHEN changed.leaves = 1 THEN NULL ELSE contracts.phase END,
          nullif(changed.phase, '')),
        phase_since = coalesce(nullif(changed.phase_since, ''), contracts.phase_since),
        position = changed.position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS changed
          (tenant, contract_id, status, reason, terms, leaves, phase, phase_since, position)
      WHERE contracts.tenant = changed.tenant AND contracts.contract_id = changed.contract_id
        AND contracts.position < changed.position
      """;

  private static final String CLEAR = "TRUNCATE projection.contracts";

  private record Issue(PlacedEvent placed, ContractIssued event) {}

  private final JdbcTemplate jdbc;

  ContractProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Issue> issues = new ArrayList<>();
    // One per contract: a statement changes a row once.
    Map<String, ContractChange> changes = new LinkedHashMap<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof ContractIssued issued) {
        issues.add(new Issue(placed, issued));
      } else if (placed.event() instanceof ContractEvent event && ContractChange.isChange(event)) {
        changes.merge(
            placed.tenant() + "/" + event.contract(),
            ContractChange.of(placed, event),
            ContractChange::then);
      }
    }
    issue(issues);
    change(List.copyOf(changes.values()));
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
        texts(rows, row -> row.event().terms().parent().map(ContractId::value).orElse("")),
        texts(rows, row -> ContractChange.firstPhase(row.event().terms())),
        texts(rows, row -> row.placed().time().toString()),
        longs(rows, row -> row.placed().position()));
  }

  private void change(List<ContractChange> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        CHANGE,
        texts(rows, ContractChange::tenant),
        texts(rows, ContractChange::contract),
        texts(rows, ContractChange::status),
        texts(rows, ContractChange::reason),
        texts(rows, ContractChange::terms),
        longs(rows, row -> row.leavesPhase() ? 1 : 0),
        texts(rows, ContractChange::phase),
        texts(rows, ContractChange::phaseSince),
        longs(rows, ContractChange::position));
  }
}
