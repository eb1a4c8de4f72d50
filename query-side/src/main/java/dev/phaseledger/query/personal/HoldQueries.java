package dev.phaseledger.query.personal;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.query.HoldView;
import dev.phaseledger.api.query.LedgerQuery.ListHolds;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which legal holds are in force.
@Component
final class HoldQueries {

  private static final String LIST =
      """
      SELECT hold, subject, reason, placed_by, placed_at, position FROM projection.holds
      WHERE tenant = :tenant AND position < :below
        AND (CAST(:subject AS text) IS NULL OR subject = :subject)
      ORDER BY position DESC
      LIMIT :rows
      """;

  private final JdbcClient jdbc;

  HoldQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Page<HoldView> list(ListHolds query) {
    return Keyset.newestFirst(
        jdbc.sql(LIST)
            .param("tenant", query.tenant().value())
            .param("below", Keyset.below(query.cursor()))
            .param("subject", query.subject().map(SubjectId::value).orElse(null), Types.VARCHAR)
            .param("rows", Keyset.rowsToFetch(query.cursor()))
            .query(HoldQueries::view)
            .list(),
        query.cursor(),
        HoldView::position);
  }

  private static HoldView view(ResultSet row, int number) throws SQLException {
    return new HoldView(
        row.getString("hold"),
        row.getString("subject"),
        row.getString("reason"),
        row.getString("placed_by"),
        Instant.parse(row.getString("placed_at")),
        row.getLong("position"));
  }
}
