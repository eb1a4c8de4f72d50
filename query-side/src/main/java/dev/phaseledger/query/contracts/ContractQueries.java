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
        contracts.revocation_reason, contracts.terms, contracts.issued_at,
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
          WHERE contracts.tenant = ? AND contracts.issued_position < ?
          ORDER BY contracts.issued_position DESC
          LIMIT ?
          """;

  private static final String LIST_OF_AGENT =
      VIEW
          + """
          WHERE contracts.tenant = ? AND contracts.issued_position < ? AND contracts.agent_id = ?
          ORDER BY contracts.issued_position DESC
          LIMIT ?
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
    JdbcClient.StatementSpec statement =
        jdbc.sql(query.agent().isPresent() ? LIST_OF_AGENT : LIST)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()));
    query.agent().ifPresent(agent -> statement.param(agent.value()));
    Page<Row> rows =
        Keyset.newestFirst(
            statement.param(Keyset.rowsToFetch(query.cursor())).query(ContractQueries::row).list(),
            query.cursor(),
            Row::issuedPosition);
    List<ContractView> views = rows.items().stream().map(Row::view).toList();
    return new Page<>(views, rows.next());
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    ContractView view =
        new ContractView(
            row.getString("contract_id"),
            row.getString("agent_id"),
            row.getString("status"),
            Optional.ofNullable(row.getString("revocation_reason")),
            Recorded.terms(row.getString("terms")),
            row.getLong("decided"),
            row.getLong("released"),
            row.getLong("open"),
            row.getLong("spent_micros"),
            Instant.parse(row.getString("issued_at")),
            row.getLong("position"));
    return new Row(view, row.getLong("issued_position"));
  }
}
