package dev.phaseledger.query.tenants;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.LadderView;
import dev.phaseledger.api.query.LedgerQuery.FindTenant;
import dev.phaseledger.api.query.LedgerQuery.ListLadders;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.TenantView;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers what holds for a tenant, and which ladders are and were in force.
@Component
final class TenantQueries {

  private static final String FIND =
      """
      SELECT halt_reason, changed_by, changed_at, position
      FROM projection.tenants
      WHERE tenant = ?
      """;

  private static final String LADDERS =
      """
      SELECT ladders.name, ladders.version, ladders.digest, ladders.source, ladders.published_by,
        ladders.published_at, ladders.position,
        NOT EXISTS (
          SELECT FROM projection.ladders AS later
          WHERE later.tenant = ladders.tenant AND later.position > ladders.position
        ) AS active
      FROM projection.ladders AS ladders
      WHERE ladders.tenant = ? AND ladders.position < ?
      ORDER BY ladders.position DESC
      LIMIT ?
      """;

  private final JdbcClient jdbc;

  TenantQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  TenantView find(FindTenant query) {
    return jdbc.sql(FIND)
        .param(query.tenant().value())
        .query((row, _) -> tenant(query.tenant(), row))
        .optional()
        .orElseGet(() -> new TenantView(query.tenant().value(), Optional.empty(), 0));
  }

  @QueryHandler
  Page<LadderView> list(ListLadders query) {
    return Keyset.newestFirst(
        jdbc.sql(LADDERS)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(TenantQueries::ladder)
            .list(),
        query.cursor(),
        LadderView::position);
  }

  private static TenantView tenant(TenantId tenant, ResultSet row) throws SQLException {
    Optional<String> reason = Optional.ofNullable(row.getString("halt_reason"));
    String by = row.getString("changed_by");
    Instant at = Instant.parse(row.getString("changed_at"));
    return new TenantView(
        tenant.value(),
        reason.map(why -> new TenantView.Halt(why, by, at)),
        row.getLong("position"));
  }

  private static LadderView ladder(ResultSet row, int number) throws SQLException {
    return new LadderView(
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
