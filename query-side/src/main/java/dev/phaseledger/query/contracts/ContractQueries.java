package dev.phaseledger.query.contracts;

import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.reading.Keyset;
import dev.phaseledger.query.reading.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers questions about contracts.
@Component
final class ContractQueries {

  private static final String VIEW =
      """
      SELECT contracts.contract_id, contracts.agent_id, contracts.status,
        contracts.ended_reason, contracts.terms, contracts.issued_at,
        contracts.phase, coalesce(contracts.phase_since, contracts.issued_at) AS phase_since,
        ARRAY(
          SELECT children.contract_id FROM projection.contracts AS children
          WHERE children.tenant = contracts.tenant AND children.parent = contracts.contract_id
          ORDER BY children.issued_position) AS children,
        contracts.issued_position,
        coalesce(tallies.decided, 0) AS decided,
        coalesce(tallies.released, 0) AS released,
        coalesce(tallies.open, 0) AS open,
        coalesce(tallies.spent_micros, 0) AS spent_micros,
        greatest(contracts.position, tallies.position) AS position
      FROM projection.contracts AS contracts
      LEFT JOIN projection.contract_tallies AS tallies
        ON tallies.tenant = contracts.tenant AND tallies.contract_id = contracts.contract_id
      """;

  private static final String FIND =
      VIEW
          + """
          WHERE contracts.tenant = ? AND contracts.contract_id = ?
          """;

  private static final String LIST =
      VIEW
          + """
          WHERE contracts.tenant = :tenant AND contracts.issued_position < :below
          """;

  private static final String OF_AGENT =
      """
      AND contracts.agent_id = :agent
      """;

  private static final String OF_STATUS =
      """
      AND contracts.status = :status
      """;

  private static final String NEWEST =
      """
      ORDER BY contracts.issued_position DESC
      LIMIT :rows
      """;

  private record Row(ContractView view, long issuedPosition) {}

  private final JdbcClient jdbc;

  ContractQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Optional<ContractView> find(FindContract query) {
    return jdbc.sql(FIND)
        .param(query.tenant().value())
        .param(query.contract().value())
        .query(ContractQueries::row)
        .optional()
        .map(Row::view);
  }

  @QueryHandler
  Page<ContractView> list(ListContracts query) {
    String sql =
        LIST
            + (query.agent().isPresent() ? OF_AGENT : "")
            + (query.status().isPresent() ? OF_STATUS : "")
            + NEWEST;
    JdbcClient.StatementSpec statement =
        jdbc.sql(sql)
            .param("tenant", query.tenant().value())
            .param("below", Keyset.below(query.cursor()))
            .param("rows", Keyset.rowsToFetch(query.cursor()));
    query.agent().ifPresent(agent -> statement.param("agent", agent.value()));
    query.status().ifPresent(status -> statement.param("status", status));
    Page<Row> rows =
        Keyset.newestFirst(
            statement.query(ContractQueries::row).list(), query.cursor(), Row::issuedPosition);
    List<ContractView> views = rows.items().stream().map(Row::view).toList();
    return new Page<>(views, rows.next());
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    Optional<String> phase = Optional.ofNullable(row.getString("phase"));
    Instant since = Instant.parse(row.getString("phase_since"));
    ContractView view =
        new ContractView(
            row.getString("contract_id"),
            row.getString("agent_id"),
            row.getString("status"),
            Optional.ofNullable(row.getString("ended_reason")),
            Recorded.terms(row.getString("terms")),
            phase,
            phase.map(_ -> since),
            List.of((String[]) row.getArray("children").getArray()),
            row.getLong("decided"),
            row.getLong("released"),
            row.getLong("open"),
            row.getLong("spent_micros"),
            Instant.parse(row.getString("issued_at")),
            row.getLong("position"));
    return new Row(view, row.getLong("issued_position"));
  }
}
