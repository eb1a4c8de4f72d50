package dev.phaseledger.query.signals;

import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which failures are on record.
@Component
final class SignalQueries {

  private static final String LIST =
      """
      SELECT agent_id, contract_id, dispatch_id, kind, detail, occurred_at, detected_at, position
      FROM projection.signals
      WHERE tenant = ? AND position < ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private static final String LIST_OF_AGENT =
      """
      SELECT agent_id, contract_id, dispatch_id, kind, detail, occurred_at, detected_at, position
      FROM projection.signals
      WHERE tenant = ? AND position < ? AND agent_id = ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private final JdbcClient jdbc;

  SignalQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Page<SignalView> list(ListSignals query) {
    JdbcClient.StatementSpec statement =
        jdbc.sql(query.agent().isPresent() ? LIST_OF_AGENT : LIST)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()));
    query.agent().ifPresent(agent -> statement.param(agent.value()));
    return Keyset.newestFirst(
        statement.param(Keyset.rowsToFetch(query.cursor())).query(SignalQueries::view).list(),
        query.cursor(),
        SignalView::position);
  }

  private static SignalView view(ResultSet row, int number) throws SQLException {
    return new SignalView(
        row.getString("agent_id"),
        row.getString("contract_id"),
        Optional.ofNullable(row.getString("dispatch_id")),
        row.getString("kind"),
        row.getString("detail"),
        Instant.parse(row.getString("occurred_at")),
        Instant.parse(row.getString("detected_at")),
        row.getLong("position"));
  }
}
