package dev.phaseledger.query.agents;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.api.query.LedgerQuery.ListAgentsByCompetenceChange;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.query.projection.ProjectionProgress;
import dev.phaseledger.query.projection.Tally;
import dev.phaseledger.query.reading.Keyset;
import dev.phaseledger.query.reading.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers questions about agents.
@Component
final class AgentQueries {

  /// How long a question waits until the views hold what was recorded before it.
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private static final String SELECT =
      """
      SELECT agents.agent_id, agents.description, agents.status, agents.level, agents.epoch,
        agents.owner, agents.roles, agents.authorized, agents.constrained, agents.approval_required,
        agents.deferred, agents.vetoed, agents.succeeded, agents.failed, agents.unknown,
        agents.signals, agents.changed_at, agents.position,
      """
          + Competences.COLUMNS
          + """
          FROM projection.agents AS agents
          JOIN projection.competence AS competence
            ON competence.tenant = agents.tenant AND competence.agent_id = agents.agent_id
          """;

  private static final String FIND = SELECT + "WHERE agents.tenant = ? AND agents.agent_id = ?";

  private static final String LIST =
      SELECT
          + """
          WHERE agents.tenant = ? AND agents.agent_id > ?
          ORDER BY agents.agent_id
          LIMIT ?
          """;

  private static final String LIST_BY_CHANGE =
      SELECT
          + """
          WHERE competence.tenant = ? AND competence.position > ? AND agents.status = 'ACTIVE'
          ORDER BY competence.position
          LIMIT ?
          """;

  private static final String ENTRIES =
      """
      SELECT entries FROM projection.summaries WHERE tenant = ?
      """;

  private final JdbcClient jdbc;

  private final LogSource log;
  private final ProjectionProgress progress;

  AgentQueries(JdbcClient jdbc, LogSource log, ProjectionProgress progress) {
    this.jdbc = jdbc;
    this.log = log;
    this.progress = progress;
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

  /// As of everything that was on record when it was asked; nobody while the views cannot tell.
  /// Whoever judges agents by their record must not judge on half of it, as it is while views are
  /// folded again.
  @QueryHandler
  List<AgentView> list(ListAgentsByCompetenceChange query) {
    long recorded =
        log.checkpoint(query.tenant().value())
            .map(note -> Checkpoint.parse(note.text()).head().size())
            .orElse(0L);
    if (!progress.await(() -> entries(query.tenant()) >= recorded, WAIT_MAX)) {
      return List.of();
    }
    return jdbc.sql(LIST_BY_CHANGE)
        .param(query.tenant().value())
        .param(query.after())
        .param(query.size())
        .query(AgentQueries::view)
        .list();
  }

  private long entries(TenantId tenant) {
    return jdbc.sql(ENTRIES).param(tenant.value()).query(Long.class).optional().orElse(0L);
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
        Competences.of(row),
        row.getLong("position"));
  }
}
