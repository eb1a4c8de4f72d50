package dev.phaseledger.query.audit;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.reading.Moments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Which stretch of a log holds what was recorded at a time, or judged by a policy: a few rows that
/// stand in for an index over all entries. Gathers one batch at a time, for the one thread that
/// folds.
@Component
final class EntryStretches {

  /// Entries of a span.
  static final int SPAN_ENTRIES = 1_024;

  private static final String SPAN =
      """
      INSERT INTO projection.entry_spans AS spans
        (tenant, span, first_position, last_position, first_nanos, last_nanos)
      SELECT tenant, span, first_position, last_position, first_nanos, last_nanos
      FROM unnest(?, ?, ?, ?, ?, ?)
        AS added (tenant, span, first_position, last_position, first_nanos, last_nanos)
      ON CONFLICT (tenant, span) DO UPDATE SET
        last_position = excluded.last_position,
        first_nanos = least(spans.first_nanos, excluded.first_nanos),
        last_nanos = greatest(spans.last_nanos, excluded.last_nanos)
      """;

  private static final String POLICY =
      """
      INSERT INTO projection.entry_policies AS policies
        (tenant, policy, first_position, last_position)
      SELECT tenant, policy, first_position, last_position
      FROM unnest(?, ?, ?, ?) AS added (tenant, policy, first_position, last_position)
      ON CONFLICT (tenant, policy) DO UPDATE SET last_position = excluded.last_position
      """;

  private static final List<String> CLEAR =
      List.of("TRUNCATE projection.entry_spans", "TRUNCATE projection.entry_policies");

  private record SpanKey(String tenant, long span) {}

  private record PolicyKey(String tenant, String policy) {}

  private record Stretch(long first, long last, long firstNanos, long lastNanos) {

    Stretch with(Stretch later) {
      return new Stretch(
          first,
          later.last,
          Math.min(firstNanos, later.firstNanos),
          Math.max(lastNanos, later.lastNanos));
    }
  }

  private record Row<K>(K key, Stretch stretch) {

    static <K> List<Row<K>> of(Map<K, Stretch> stretches) {
      return stretches.entrySet().stream().map(e -> new Row<>(e.getKey(), e.getValue())).toList();
    }
  }

  private final JdbcTemplate jdbc;
  private final Map<SpanKey, Stretch> spans = new LinkedHashMap<>();
  private final Map<PolicyKey, Stretch> policies = new LinkedHashMap<>();

  EntryStretches(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void add(PlacedEvent placed, Facets facets) {
    long nanos = Moments.nanos(placed.time());
    Stretch one = new Stretch(placed.position(), placed.position(), nanos, nanos);
    String tenant = placed.tenant().value();
    spans.merge(new SpanKey(tenant, placed.index() / SPAN_ENTRIES), one, Stretch::with);
    if (facets.policy != null) {
      policies.merge(new PolicyKey(tenant, facets.policy), one, Stretch::with);
    }
  }

  void write() {
    List<Row<SpanKey>> ofSpans = Row.of(spans);
    List<Row<PolicyKey>> ofPolicies = Row.of(policies);
    // Before anything can fail: a batch that is folded again is gathered again.
    spans.clear();
    policies.clear();
    Column.write(
        jdbc,
        SPAN,
        texts(ofSpans, row -> row.key().tenant()),
        longs(ofSpans, row -> row.key().span()),
        longs(ofSpans, row -> row.stretch().first()),
        longs(ofSpans, row -> row.stretch().last()),
        longs(ofSpans, row -> row.stretch().firstNanos()),
        longs(ofSpans, row -> row.stretch().lastNanos()));
    if (!ofPolicies.isEmpty()) {
      Column.write(
          jdbc,
          POLICY,
          texts(ofPolicies, row -> row.key().tenant()),
          texts(ofPolicies, row -> row.key().policy()),
          longs(ofPolicies, row -> row.stretch().first()),
          longs(ofPolicies, row -> row.stretch().last()));
    }
  }

  void clear() {
    CLEAR.forEach(jdbc::execute);
  }
}
