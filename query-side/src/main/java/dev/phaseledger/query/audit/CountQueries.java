package dev.phaseledger.query.audit;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.query.CountsView;
import dev.phaseledger.api.query.CountsView.Count;
import dev.phaseledger.api.query.LedgerQuery.CountEntries;
import dev.phaseledger.api.query.LedgerQuery.CountedBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Answers how many entries match, over time.
@Component
final class CountQueries {

  /// How long one count may keep the database busy.
  static final Duration COUNT_TIME_MAX = Duration.ofSeconds(10);

  private static final String COUNT =
      """
      AS bucket, count(*) AS entries
      FROM projection.entries AS entries
      WHERE entries.tenant = ? AND entries.position >= ? AND entries.position <= ?
      """;

  private static final String WHOLE = "CAST(NULL AS bigint)";
  private static final String NO_VALUE = "CAST(NULL AS text)";

  private final JdbcTemplate jdbc;
  private final EntryBounds bounds;
  private final EntryQueries entries;

  CountQueries(JdbcTemplate jdbc, EntryBounds bounds, EntryQueries entries) {
    this.jdbc = new JdbcTemplate(java.util.Objects.requireNonNull(jdbc.getDataSource()));
    this.jdbc.setQueryTimeout(Math.toIntExact(COUNT_TIME_MAX.toSeconds()));
    this.bounds = bounds;
    this.entries = entries;
  }

  @QueryHandler
  CountsView count(CountEntries query) {
    entries.requireWords(query.filter());
    EntryBounds.Stretch stretch = bounds.of(query.tenant(), query.filter());
    if (stretch.isEmpty()) {
      return new CountsView(List.of(), 0);
    }
    List<Count> counts = counts(query, stretch);
    if (counts.size() > CountsView.COUNTS_MAX) {
      throw new InvalidFieldException(
          query.bucket().isPresent() ? "bucket" : "by",
          "gives more than %,d counts; count longer stretches, or a shorter time"
              .formatted(CountsView.COUNTS_MAX));
    }
    return new CountsView(counts, counts.stream().mapToLong(Count::entries).sum());
  }

  private List<Count> counts(CountEntries query, EntryBounds.Stretch stretch) {
    String tenant = query.tenant().value();
    EntryConditions conditions = EntryConditions.of(tenant, query.filter());
    String sql =
        "SELECT "
            + query.by().map(CountQueries::column).orElse(NO_VALUE)
            + " AS value, "
            + query.bucket().map(CountQueries::bucket).orElse(WHOLE)
            + ' '
            + COUNT
            + conditions.sql()
            + "GROUP BY 1, 2 ORDER BY 2, 1 NULLS FIRST LIMIT "
            + (CountsView.COUNTS_MAX + 1);
    List<Object> parameters = new ArrayList<>(List.of(tenant, stretch.first(), stretch.last()));
    parameters.addAll(conditions.parameters());
    try {
      return jdbc.query(sql, CountQueries::count, parameters.toArray());
    } catch (QueryTimeoutException _) {
      throw new InvalidFieldException(
          "from",
          "must be later: to count all of it takes longer than "
              + COUNT_TIME_MAX.toSeconds()
              + " s");
    }
  }

  /// The beginning of an entry's stretch of time. A number of this program, so no parameter: the
  /// statement groups by it.
  private static String bucket(Duration length) {
    long nanos = length.toNanos();
    return "entries.at_nanos - mod(entries.at_nanos, " + nanos + ")";
  }

  private static String column(CountedBy by) {
    return switch (by) {
      case TYPE -> "entries.type";
      case VERDICT -> "entries.verdict";
      case AGENT -> "entries.agent_id";
      case PRINCIPAL -> "entries.actor";
      case CONTRACT -> "entries.contract_id";
      case ACTION -> "entries.action";
      case PHASE -> "entries.phase";
      case POLICY -> "entries.policy";
    };
  }

  private static Count count(ResultSet row, int number) throws SQLException {
    long bucket = row.getLong("bucket");
    Optional<Instant> from =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.EPOCH.plusNanos(bucket));
    return new Count(from, Optional.ofNullable(row.getString("value")), row.getLong("entries"));
  }
}
