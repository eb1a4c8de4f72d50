package dev.phaseledger.query.agents;

import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.projection.Tally;
import dev.phaseledger.query.reading.Keyset;
import dev.phaseledger.query.reading.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers questions about agents.
@Component
final class AgentQueries {

  private static final String FIND =
      """
      SELECT agent_id, description, status, level, epoch, owner, roles, authorized, constrained,
        approval_required, deferred, vetoed, succeeded, failed, unknown, signals, changed_at, position
      FROM projection.agents
      WHERE tenant = ? AND agent_id = ?
      """;

  private static final String LIST =
      """
      SELECT agent_id, description, status, level, epoch, owner, roles, authorized, constrained,
        approval_required, deferred, vetoed, succeeded, failed, unknown, signals, changed_at, position
      FROM projection.agents
      WHERE tenant = ? AND agent_id > ?
      ORDER BY agent_id
      LIMIT ?
      """;

  private final JdbcClient jdbc;

  AgentQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Optional<AgentView> find(FindAgent query) {
    return jdbc.sql(FIND)
        .param(query.tenant().value())
        .param(query.agent().value())
        .query(AgentQueries::view)
        .optional();
  }

  @QueryHandler
  Page<AgentView> list(ListAgents query) {
    return Keyset.byName(
        jdbc.sql(LIST)
            .param(query.tenant().value())
            .param(Keyset.afterName(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(AgentQueries::view)
            .list(),
        query.cursor(),
        AgentView::agentId);
  }

  private static AgentView view(ResultSet row, int number) throws SQLException {
    return new AgentView(
        row.getString("agent_id"),
        row.getString("description"),
        row.getString("status"),
        row.getInt("level"),
        row.getLong("epoch"),
        row.getString("owner"),
        Recorded.texts(row.getString("roles")),
        Tally.verdicts(row),
        Tally.outcomes(row),
        row.getLong("signals"),
        Instant.parse(row.getString("changed_at")),
        row.getLong("position"));
  }
}
