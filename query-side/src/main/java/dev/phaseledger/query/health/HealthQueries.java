package dev.phaseledger.query.health;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.AsOf;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryFilter.Sign;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.HealthView.Attribute;
import dev.phaseledger.api.query.LedgerQuery.SummarizeHealth;
import dev.phaseledger.query.audit.EntryBounds;
import dev.phaseledger.query.audit.Signs;
import dev.phaseledger.query.reading.Moments;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/// Counts how well governance worked, over what other projections keep. All counts are of one
/// moment: one transaction reads them.
@Component
final class HealthQueries {

  /// How long one summary may keep the database busy.
  static final Duration SUMMARY_TIME_MAX = Duration.ofSeconds(20);

  private static final String WITHIN =
      """
      WHERE entries.tenant = ? AND entries.position >= ? AND entries.position <= ?
        AND entries.at_nanos >= ? AND entries.at_nanos < ?
      """;

  private static final String DECIDED =
      """
      FROM projection.entries AS entries
      JOIN projection.dispatches AS decided
        ON decided.tenant = entries.tenant AND decided.decided_position = entries.position
      """;

  private static final String REQUESTS =
      """
      SELECT count(*) AS requests,
        count(*) FILTER (WHERE entries.verdict = 'VETOED') AS vetoed,
        count(*) FILTER (WHERE entries.verdict = 'DEFERRED') AS deferred,
        count(*) FILTER (WHERE %s) AS unasked,
        count(*) FILTER (WHERE %s) AS incidents,
        count(*) FILTER (WHERE %s) AS in_run,
        count(*) FILTER (WHERE %s) AS replans,
        count(*) FILTER (WHERE %s) AS after_the_fact,
        count(*) FILTER (WHERE decided.state = 'RELEASED' AND NOT decided.after_the_fact) AS open,
        count(DISTINCT entries.run) AS runs
      """
              .formatted(
                  Signs.condition(Sign.UNASKED),
                  Signs.condition(Sign.INCIDENT),
                  Signs.condition(Sign.IN_RUN),
                  Signs.condition(Sign.REPLAN),
                  Signs.condition(Sign.AFTER_THE_FACT))
          + DECIDED
          + WITHIN
          + "AND entries.type = 'dispatch.decided'";

  private static final String FACTS =
      """
      SELECT count(*) AS read, count(*) FILTER (WHERE %s) AS old
      FROM projection.entries AS entries
      """
              .formatted(Signs.condition(Sign.STALE_FACTS))
          + WITHIN
          + "AND "
          + Signs.condition(Sign.FACTS_READ);

  /// A dispatch counts once for a gate, also where it was judged again and the gate asked again.
  private static final String GATES =
      """
      SELECT marks.value AS gate, count(DISTINCT concerned.dispatch_id) AS asked,
        count(DISTINCT concerned.dispatch_id)
          FILTER (WHERE concerned.state IN ('RELEASED', 'SUCCEEDED', 'FAILED', 'UNKNOWN'))
          AS approved,
        count(DISTINCT concerned.dispatch_id) FILTER (WHERE concerned.state = 'REJECTED')
          AS rejected,
        count(DISTINCT concerned.dispatch_id) FILTER (WHERE concerned.state = 'PENDING') AS waiting
      FROM projection.entries AS entries
      JOIN projection.entry_marks AS marks
        ON marks.tenant = entries.tenant AND marks.position = entries.position
          AND marks.kind = 'g'
      JOIN projection.dispatches AS concerned
        ON concerned.tenant = entries.tenant AND concerned.dispatch_id = entries.dispatch_id
      """
          + WITHIN
          + """
          GROUP BY marks.value
          ORDER BY asked DESC, gate
          LIMIT
          """
          + HealthView.GATES_MAX;

  private static final String TIMES =
      """
      SELECT count(*) AS signals,
        coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY signals.detection_ms), 0) AS median_ms,
        coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY signals.detection_ms), 0) AS p95_ms,
        coalesce(max(signals.detection_ms), 0) AS worst_ms
      FROM projection.entries AS entries
      JOIN projection.signals AS signals
        ON signals.tenant = entries.tenant AND signals.position = entries.position
      """
          + WITHIN;

  private static final String OUTCOMES =
      """
      SELECT entries.action, entries.agent_id, entries.phase,
        grouping(entries.action, entries.agent_id, entries.phase) AS attribute,
        count(*) FILTER (WHERE entries.at_nanos >= ?) AS outcomes,
        count(*) FILTER (WHERE entries.at_nanos >= ? AND decided.state = 'FAILED') AS failed,
        count(*) FILTER (WHERE entries.at_nanos < ?) AS outcomes_before,
        count(*) FILTER (WHERE entries.at_nanos < ? AND decided.state = 'FAILED') AS failed_before
      """
          + DECIDED
          + WITHIN
          + """
          AND entries.type = 'dispatch.decided'
            AND decided.state IN ('SUCCEEDED', 'FAILED', 'UNKNOWN')
          GROUP BY GROUPING SETS ((entries.action), (entries.agent_id), (entries.phase))
          ORDER BY outcomes DESC, outcomes_before DESC, 1, 2, 3
          """;

  private final JdbcTemplate jdbc;
  private final EntryBounds bounds;
  private final Moments moments;
  private final TransactionTemplate reading;

  HealthQueries(JdbcTemplate jdbc, EntryBounds bounds, Moments moments) {
    this.jdbc = jdbc;
    this.bounds = bounds;
    this.moments = moments;
    this.reading =
        new TransactionTemplate(
            new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
    reading.setReadOnly(true);
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    reading.setTimeout(Math.toIntExact(SUMMARY_TIME_MAX.toSeconds()));
  }

  @QueryHandler
  HealthView summarize(SummarizeHealth query) {
    try {
      return HealthReport.of(Objects.requireNonNull(reading.execute(_ -> found(query))));
    } catch (QueryTimeoutException | TransactionTimedOutException _) {
      throw new InvalidFieldException(
          "from",
          "must be later: to summarize all of it takes longer than "
              + SUMMARY_TIME_MAX.toSeconds()
              + " s");
    }
  }

  private Found found(SummarizeHealth query) {
    TenantId tenant = query.tenant();
    Instant before = query.from().minus(Duration.between(query.from(), query.to()));
    List<Object> within = within(tenant, query.from(), query.to());
    long start = Moments.nanos(query.from());
    List<Object> both = new ArrayList<>(List.of(start, start, start, start));
    both.addAll(within(tenant, before, query.to()));
    return new Found(
        query.from(),
        query.to(),
        before,
        one(REQUESTS, HealthQueries::requests, within),
        one(FACTS, (row, _) -> new Found.Facts(row.getLong("read"), row.getLong("old")), within),
        jdbc.query(GATES, HealthQueries::asked, within.toArray()),
        one(TIMES, HealthQueries::times, within),
        mostOfEach(jdbc.query(OUTCOMES, HealthQueries::outcomes, both.toArray())),
        moments.of(tenant, new AsOf.Now()).position());
  }

  /// Where to look, and which of what is there to count.
  private List<Object> within(TenantId tenant, Instant from, Instant to) {
    EntryBounds.Stretch stretch = bounds.of(tenant, EntryFilter.between(from, to));
    return List.of(
        tenant.value(), stretch.first(), stretch.last(), Moments.nanos(from), Moments.nanos(to));
  }

  private <T> T one(String sql, RowMapper<T> row, List<Object> parameters) {
    return Objects.requireNonNull(jdbc.queryForObject(sql, row, parameters.toArray()));
  }

  /// A few values of each attribute, in the order they come; those without a value are no group.
  private static List<Found.Outcomes> mostOfEach(List<Found.Outcomes> all) {
    Map<Attribute, Integer> taken = new EnumMap<>(Attribute.class);
    return all.stream()
        .filter(outcomes -> !outcomes.value().isEmpty())
        .filter(
            outcomes -> taken.merge(outcomes.attribute(), 1, Integer::sum) <= HealthView.VALUES_MAX)
        .toList();
  }

  private static Found.Requests requests(ResultSet row, int number) throws SQLException {
    return new Found.Requests(
        row.getLong("requests"),
        row.getLong("vetoed"),
        row.getLong("deferred"),
        row.getLong("unasked"),
        row.getLong("incidents"),
        row.getLong("in_run"),
        row.getLong("runs"),
        row.getLong("replans"),
        row.getLong("after_the_fact"),
        row.getLong("open"));
  }

  private static Found.Asked asked(ResultSet row, int number) throws SQLException {
    return new Found.Asked(
        row.getString("gate"),
        row.getLong("asked"),
        row.getLong("approved"),
        row.getLong("rejected"),
        row.getLong("waiting"));
  }

  private static Found.Times times(ResultSet row, int number) throws SQLException {
    return new Found.Times(
        row.getLong("signals"),
        row.getLong("median_ms"),
        row.getLong("p95_ms"),
        row.getLong("worst_ms"));
  }

  private static Found.Outcomes outcomes(ResultSet row, int number) throws SQLException {
    // A bit is set for each column that is not grouped by.
    Attribute attribute =
        switch (row.getInt("attribute")) {
          case 0b011 -> Attribute.ACTION;
          case 0b101 -> Attribute.AGENT;
          case 0b110 -> Attribute.PHASE;
          default -> throw new IllegalStateException("outcomes are grouped by no attribute");
        };
    String value =
        switch (attribute) {
          case ACTION -> row.getString("action");
          case AGENT -> row.getString("agent_id");
          case PHASE -> row.getString("phase");
        };
    return new Found.Outcomes(
        attribute,
        Objects.requireNonNullElse(value, ""),
        row.getLong("failed"),
        row.getLong("outcomes"),
        row.getLong("failed_before"),
        row.getLong("outcomes_before"));
  }
}
