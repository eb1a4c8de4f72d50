package dev.phaseledger.query.paths;

import dev.phaseledger.api.query.DelegatesView;
import dev.phaseledger.api.query.LedgerQuery.AwaitViews;
import dev.phaseledger.api.query.LedgerQuery.CountMishaps;
import dev.phaseledger.api.query.LedgerQuery.FindLastTrigger;
import dev.phaseledger.api.query.LedgerQuery.ListDelegates;
import dev.phaseledger.api.query.LedgerQuery.ListPaths;
import dev.phaseledger.api.query.LedgerQuery.Whose;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.PathsView;
import dev.phaseledger.query.projection.ProjectionProgress;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which revocation paths are and were in force, and what those in force ask.
@Component
final class PathQueries {

  private static final String PATHS =
      """
      SELECT paths.name, paths.version, paths.digest, paths.source, paths.published_by,
        paths.published_at, paths.position,
        NOT EXISTS (
          SELECT FROM projection.paths AS later
          WHERE later.tenant = paths.tenant AND later.position > paths.position
        ) AS active
      FROM projection.paths AS paths
      WHERE paths.tenant = ? AND paths.position < ?
      ORDER BY paths.position DESC
      LIMIT ?
      """;

  private static final String COUNT_OF_AGENT =
      """
      SELECT count(*) FROM projection.mishaps
      WHERE tenant = ? AND kind = ? AND agent_id = ? AND at_nanos > ? AND position <= ?
      """;

  private static final String COUNT_OF_CONTRACT =
      """
      SELECT count(*) FROM projection.mishaps
      WHERE tenant = ? AND kind = ? AND contract_id = ? AND at_nanos > ? AND position <= ?
      """;

  private static final String LAST_OF_AGENT =
      """
      SELECT max(trigger_position) FROM projection.paths_taken
      WHERE tenant = ? AND path = ? AND agent_id = ? AND trigger_position < ?
      """;

  private static final String LAST_OF_CONTRACT =
      """
      SELECT max(trigger_position) FROM projection.paths_taken
      WHERE tenant = ? AND path = ? AND contract_id = ? AND trigger_position < ?
      """;

  /// A contract is delegated under one other, which was there before: there are no circles.
  private static final String DELEGATES =
      """
      WITH RECURSIVE below (contract_id, agent_id, position) AS (
        SELECT child_id, agent_id, position FROM projection.delegates
        WHERE tenant = ? AND contract_id = ?
        UNION
        SELECT delegates.child_id, delegates.agent_id, delegates.position
        FROM projection.delegates AS delegates
        JOIN below ON delegates.contract_id = below.contract_id
        WHERE delegates.tenant = ?
      )
      SELECT contract_id, agent_id FROM below ORDER BY position LIMIT ?
      """;

  private final JdbcClient jdbc;
  private final ProjectionProgress progress;

  PathQueries(JdbcClient jdbc, ProjectionProgress progress) {
    this.jdbc = jdbc;
    this.progress = progress;
  }

  @QueryHandler
  Page<PathsView> list(ListPaths query) {
    return Keyset.newestFirst(
        jdbc.sql(PATHS)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(PathQueries::paths)
            .list(),
        query.cursor(),
        PathsView::position);
  }

  @QueryHandler
  Boolean await(AwaitViews query) {
    return progress.await(query.position());
  }

  @QueryHandler
  Long count(CountMishaps query) {
    return jdbc.sql(
            switch (query.whose()) {
              case Whose.OfAgent _ -> COUNT_OF_AGENT;
              case Whose.OfContract _ -> COUNT_OF_CONTRACT;
            })
        .param(query.tenant().value())
        .param(query.kind().name())
        .param(id(query.whose()))
        .param(MishapProjection.nanos(query.after()))
        .param(query.upTo())
        .query(Long.class)
        .single();
  }

  @QueryHandler
  Optional<Long> last(FindLastTrigger query) {
    return jdbc.sql(
            switch (query.whose()) {
              case Whose.OfAgent _ -> LAST_OF_AGENT;
              case Whose.OfContract _ -> LAST_OF_CONTRACT;
            })
        .param(query.tenant().value())
        .param(query.path())
        .param(id(query.whose()))
        .param(query.before())
        .query((row, _) -> Optional.ofNullable(row.getObject(1, Long.class)))
        .single();
  }

  @QueryHandler
  DelegatesView delegates(ListDelegates query) {
    return new DelegatesView(
        jdbc.sql(DELEGATES)
            .param(query.tenant().value())
            .param(query.contract().value())
            .param(query.tenant().value())
            .param(ListDelegates.DELEGATES_MAX)
            .query((row, _) ->
                new DelegatesView.Delegate(row.getString("contract_id"), row.getString("agent_id")))
            .list());
  }

  private static String id(Whose whose) {
    return switch (whose) {
      case Whose.OfAgent(var agent) -> agent.value();
      case Whose.OfContract(var contract) -> contract.value();
    };
  }

  private static PathsView paths(ResultSet row, int number) throws SQLException {
    return new PathsView(
        row.getString("name"),
        row.getInt("version"),
        row.getString("digest"),
        row.getBoolean("active"),
        row.getString("source"),
        row.getString("published_by"),
        Instant.parse(row.getString("published_at")),
        row.getLong("position"));
  }
}
