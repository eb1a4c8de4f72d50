package dev.phaseledger.query.audit;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryView;
import dev.phaseledger.api.query.LedgerQuery.ListEntries;
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.query.dispatches.Sentences;
import dev.phaseledger.query.reading.Keyset;
import dev.phaseledger.query.reading.LogEntries;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which entries match. Each page starts at a position, so a page costs the same wherever
/// it is, and entries that are added meanwhile move nothing.
@Component
final class EntryQueries {

  /// Entries next to the start of a page that are looked through before an index is asked. Whatever
  /// is common is found there; an index would list all of it first.
  static final int WINDOW_ENTRIES = 2_000;

  private static final String COLUMNS =
      """
      SELECT entries.position, entries.log_index, entries.type, entries.on_behalf_of,
        entries.agent_id, entries.contract_id, entries.dispatch_id, entries.action,
        entries.verdict, entries.phase, entries.policy, entries.run
      """;

  private static final String ALL = "FROM projection.entries AS entries\n";

  private static final String WITHIN =
      """
      WHERE entries.tenant = ? AND entries.position >= ? AND entries.position <= ?
      """;

  private static final String WINDOW =
      """
      FROM (
        SELECT * FROM projection.entries AS entries
        WHERE entries.tenant = ? AND entries.position >= ? AND entries.position <= ?
        ORDER BY entries.position\
      """;

  private static final String WINDOW_END = " LIMIT " + WINDOW_ENTRIES + ") AS entries WHERE true\n";

  private static final String AMONG_CANDIDATES =
      """
      AND entries.position IN (SELECT position FROM candidates)
      """;

  /// Keeps the planner from following the order of positions instead of the index over words: it
  /// cannot know that all entries with a common word may be old.
  private static final String UNORDERED = "OFFSET 0) AS entries\n";

  /// Names are ordered by their bytes, so what begins alike lies together: no character is greater
  /// than the one that ends the stretch.
  private static final String RESOURCES =
      """
      WITH candidates AS MATERIALIZED (
        SELECT DISTINCT marks.position FROM projection.entry_marks AS marks
        WHERE marks.tenant = ? AND marks.kind = 'r' AND marks.value >= ? AND marks.value <= ?
          AND marks.position >= ? AND marks.position <= ?
      )
      """;

  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private static final String WORDS_ASKED =
      """
      SELECT numnode(websearch_to_tsquery('simple', ?))
      """;

  private record Row(
      long position,
      long index,
      String type,
      Optional<String> onBehalfOf,
      Optional<String> agent,
      Optional<String> contract,
      Optional<String> dispatch,
      Optional<String> action,
      Optional<String> verdict,
      Optional<String> phase,
      Optional<String> policy,
      Optional<String> run) {}

  private final JdbcClient jdbc;
  private final EntryBounds bounds;
  private final LogEntries log;

  EntryQueries(JdbcClient jdbc, EntryBounds bounds, LogEntries log) {
    this.jdbc = jdbc;
    this.bounds = bounds;
    this.log = log;
  }

  @QueryHandler
  Page<EntryView> list(ListEntries query) {
    EntryFilter filter = query.filter();
    requireWords(filter);
    EntryBounds.Stretch stretch = after(query, bounds.of(query.tenant(), filter));
    List<Row> rows = stretch.isEmpty() ? List.of() : rows(query, stretch);
    Page<Row> page =
        switch (query.order()) {
          case NEWEST -> Keyset.newestFirst(rows, query.cursor(), Row::position);
          case OLDEST -> Keyset.oldestFirst(rows, query.cursor(), Row::position);
        };
    return new Page<>(views(query.tenant(), page.items()), page.next());
  }

  /// What consists of nothing but signs would match nothing, without a word about why.
  void requireWords(EntryFilter filter) {
    filter
        .text()
        .ifPresent(text -> {
          if (jdbc.sql(WORDS_ASKED).param(text).query(Integer.class).single() == 0) {
            throw new InvalidFieldException("text", "holds no word to look for");
          }
        });
  }

  private static EntryBounds.Stretch after(ListEntries query, EntryBounds.Stretch stretch) {
    return switch (query.order()) {
      case NEWEST -> stretch.upTo(Keyset.below(query.cursor()) - 1);
      case OLDEST -> stretch.from(Keyset.above(query.cursor()) + 1);
    };
  }

  private List<Row> rows(ListEntries query, EntryBounds.Stretch stretch) {
    EntryFilter filter = query.filter();
    int wanted = Keyset.rowsToFetch(query.cursor());
    boolean looked = filter.text().isPresent() || filter.resourcePrefix().isPresent();
    if (looked) {
      List<Row> found = window(query, stretch, wanted);
      if (found.size() == wanted || stretch.last() - stretch.first() < WINDOW_ENTRIES) {
        return found;
      }
    }
    StringBuilder sql = new StringBuilder();
    List<Object> parameters = new ArrayList<>();
    if (filter.text().isPresent()) {
      sql.append("SELECT * FROM (");
      matching(query, stretch, sql, parameters);
      sql.append(UNORDERED);
    } else if (filter.resourcePrefix().isPresent()) {
      String prefix = Facets.indexed(filter.resourcePrefix().get());
      sql.append(RESOURCES);
      parameters.addAll(
          List.of(
              query.tenant().value(),
              prefix,
              prefix + LAST_CHARACTER,
              stretch.first(),
              stretch.last()));
      matching(query, stretch, sql, parameters);
      sql.append(AMONG_CANDIDATES);
    } else {
      matching(query, stretch, sql, parameters);
    }
    return page(sql, parameters, query.order(), wanted);
  }

  private static void matching(
      ListEntries query, EntryBounds.Stretch stretch, StringBuilder sql, List<Object> parameters) {
    String tenant = query.tenant().value();
    EntryConditions conditions = EntryConditions.of(tenant, query.filter());
    sql.append(COLUMNS).append(ALL).append(WITHIN).append(conditions.sql());
    parameters.addAll(List.of(tenant, stretch.first(), stretch.last()));
    parameters.addAll(conditions.parameters());
  }

  private List<Row> window(ListEntries query, EntryBounds.Stretch stretch, int wanted) {
    String tenant = query.tenant().value();
    EntryConditions conditions = EntryConditions.of(tenant, query.filter());
    StringBuilder sql =
        new StringBuilder(COLUMNS)
            .append(WINDOW)
            .append(direction(query.order()))
            .append(WINDOW_END)
            .append(conditions.sql());
    List<Object> parameters = new ArrayList<>(List.of(tenant, stretch.first(), stretch.last()));
    parameters.addAll(conditions.parameters());
    return page(sql, parameters, query.order(), wanted);
  }

  private List<Row> page(StringBuilder sql, List<Object> parameters, LogOrder order, int wanted) {
    sql.append("ORDER BY entries.position").append(direction(order));
    // Written out, so that the statement is planned for as few rows as it is to give.
    sql.append(" LIMIT ").append(wanted);
    return jdbc.sql(sql.toString()).params(parameters).query(EntryQueries::row).list();
  }

  private static String direction(LogOrder order) {
    return switch (order) {
      case NEWEST -> " DESC";
      case OLDEST -> " ASC";
    };
  }

  private List<EntryView> views(TenantId tenant, List<Row> rows) {
    Map<Long, byte[]> entries =
        log.read(tenant, rows.stream().map(Row::index).collect(Collectors.toSet()));
    return rows.stream().map(row -> view(tenant, row, entries)).toList();
  }

  private static EntryView view(TenantId tenant, Row row, Map<Long, byte[]> entries) {
    byte[] entry = entries.get(row.index());
    if (entry == null) {
      throw new IllegalStateException(
          "tenant %s has no entry %d, which its view names".formatted(tenant, row.index()));
    }
    RecordedEvent recorded = EntryCodec.decode(entry, row.position(), row.index());
    return new EntryView(
        row.position(),
        row.index(),
        recorded.time(),
        recorded.actor().value(),
        row.type(),
        Sentences.of(recorded),
        row.onBehalfOf(),
        row.agent(),
        row.contract(),
        row.dispatch(),
        row.action(),
        row.verdict(),
        row.phase(),
        row.policy(),
        row.run(),
        HexFormat.of().formatHex(TreeHashing.leaf(entry).toBytes()),
        new String(entry, StandardCharsets.UTF_8));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getLong("position"),
        row.getLong("log_index"),
        row.getString("type"),
        Optional.ofNullable(row.getString("on_behalf_of")),
        Optional.ofNullable(row.getString("agent_id")),
        Optional.ofNullable(row.getString("contract_id")),
        Optional.ofNullable(row.getString("dispatch_id")),
        Optional.ofNullable(row.getString("action")),
        Optional.ofNullable(row.getString("verdict")),
        Optional.ofNullable(row.getString("phase")),
        Optional.ofNullable(row.getString("policy")),
        Optional.ofNullable(row.getString("run")));
  }
}
