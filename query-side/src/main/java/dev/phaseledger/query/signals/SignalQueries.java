package dev.phaseledger.query.signals;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.query.DetectionView;
import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.LedgerQuery.SignalFilter;
import dev.phaseledger.api.query.LedgerQuery.SummarizeDetection;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which failures are on record, and how long it took to detect them.
@Component
final class SignalQueries {

  static final String COLUMNS =
      """
      SELECT signal, agent_id, contract_id, dispatch_id, kind, severity, detector, detail, evidence,
        entries, occurred_at, detected_at, detection_ms, log_index, position
      FROM projection.signals
      """;

  private static final String LIST =
      COLUMNS
          + """
          WHERE tenant = :tenant AND position < :below
            AND (CAST(:agent AS text) IS NULL OR agent_id = :agent)
            AND (CAST(:contract AS text) IS NULL OR contract_id = :contract)
            AND (CAST(:kind AS text) IS NULL OR kind = :kind)
            AND (CAST(:severity AS text) IS NULL OR severity = :severity)
            AND at_nanos >= :from AND at_nanos < :to
          ORDER BY position DESC
          LIMIT :rows
          """;

  private static final String TIMES =
      """
      SELECT %1$s AS name, count(*) AS signals,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY detection_ms) AS median_ms,
        percentile_disc(0.95) WITHIN GROUP (ORDER BY detection_ms) AS p95_ms,
        max(detection_ms) AS worst_ms
      FROM projection.signals
      WHERE tenant = ?
      GROUP BY %1$s
      ORDER BY count(*) DESC, %1$s
      LIMIT ?
      """;

  private static final String TIMES_BY_KIND = TIMES.formatted("kind");
  private static final String TIMES_BY_DETECTOR = TIMES.formatted("detector");

  private final JdbcClient jdbc;

  SignalQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Page<SignalView> list(ListSignals query) {
    SignalFilter filter = query.filter();
    return Keyset.newestFirst(
        jdbc.sql(LIST)
            .param("tenant", query.tenant().value())
            .param("below", Keyset.below(query.cursor()))
            .param("agent", filter.agent().map(AgentId::value).orElse(null), Types.VARCHAR)
            .param("contract", filter.contract().map(ContractId::value).orElse(null), Types.VARCHAR)
            .param("kind", filter.kind().orElse(null), Types.VARCHAR)
            .param("severity", filter.severity().map(Enum::name).orElse(null), Types.VARCHAR)
            .param("from", filter.from().map(SignalQueries::nanos).orElse(Long.MIN_VALUE))
            .param("to", filter.to().map(SignalQueries::nanos).orElse(Long.MAX_VALUE))
            .param("rows", Keyset.rowsToFetch(query.cursor()))
            .query(SignalQueries::view)
            .list(),
        query.cursor(),
        SignalView::position);
  }

  @QueryHandler
  DetectionView summarize(SummarizeDetection query) {
    String tenant = query.tenant().value();
    return new DetectionView(times(TIMES_BY_KIND, tenant), times(TIMES_BY_DETECTOR, tenant));
  }

  private List<DetectionView.Times> times(String sql, String tenant) {
    return jdbc.sql(sql)
        .param(tenant)
        .param(DetectionView.GROUPS_MAX)
        .query((row, _) ->
            new DetectionView.Times(
                row.getString("name"),
                row.getLong("signals"),
                row.getLong("median_ms"),
                row.getLong("p95_ms"),
                row.getLong("worst_ms")))
        .list();
  }

  private static long nanos(Instant at) {
    try {
      return SignalProjection.nanos(at);
    } catch (ArithmeticException e) {
      throw new InvalidFieldException("from, to", "must be a time between 1678 and 2261");
    }
  }

  static SignalView view(ResultSet row, int number) throws SQLException {
    return new SignalView(
        row.getString("signal"),
        row.getString("agent_id"),
        row.getString("contract_id"),
        Optional.ofNullable(row.getString("dispatch_id")),
        row.getString("kind"),
        row.getString("severity"),
        row.getString("detector"),
        row.getString("detail"),
        words(row.getString("evidence")),
        words(row.getString("entries")).stream().map(Long::valueOf).toList(),
        Instant.parse(row.getString("occurred_at")),
        Instant.parse(row.getString("detected_at")),
        row.getLong("detection_ms"),
        row.getLong("log_index"),
        row.getLong("position"));
  }

  private static List<String> words(String column) {
    return Stream.of(column.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
