package dev.phaseledger.query.ledger;

import dev.phaseledger.api.query.LedgerQuery.Summarize;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.query.projection.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers how much of what is on record.
@Component
final class SummaryQueries {

  /// One statement, so that all counts are of one position.
  private static final String SUMMARY =
      """
      SELECT agents, contracts, dispatches, authorized, constrained, approval_required, deferred,
        vetoed, succeeded, failed, unknown, revocations, signals, entries, position,
        vetoes.name, vetoes.vetoes
      FROM projection.summaries AS summaries
      LEFT JOIN projection.vetoes AS vetoes ON vetoes.tenant = summaries.tenant
      WHERE summaries.tenant = ?
      ORDER BY vetoes.vetoes DESC, vetoes.name
      """;

  private final JdbcClient jdbc;

  SummaryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  SummaryView summarize(Summarize query) {
    return jdbc.sql(SUMMARY).param(query.tenant().value()).query(SummaryQueries::view);
  }

  private static SummaryView view(ResultSet row) throws SQLException {
    if (!row.next()) {
      return new SummaryView(0, 0, 0, Tally.noVerdicts(), Map.of(), Tally.noOutcomes(), 0, 0, 0, 0);
    }
    long agents = row.getLong("agents");
    long contracts = row.getLong("contracts");
    long dispatches = row.getLong("dispatches");
    Map<String, Long> verdicts = Tally.verdicts(row);
    Map<String, Long> outcomes = Tally.outcomes(row);
    long revocations = row.getLong("revocations");
    long signals = row.getLong("signals");
    long entries = row.getLong("entries");
    long position = row.getLong("position");
    return new SummaryView(
        agents,
        contracts,
        dispatches,
        verdicts,
        vetoes(row),
        outcomes,
        revocations,
        signals,
        entries,
        position);
  }

  /// Reads the rows from the present one on: each repeats the counts beside one kind of veto.
  private static Map<String, Long> vetoes(ResultSet row) throws SQLException {
    Map<String, Long> vetoes = new LinkedHashMap<>();
    do {
      String name = row.getString("name");
      if (name != null) {
        vetoes.put(name, row.getLong("vetoes"));
      }
    } while (row.next());
    return Collections.unmodifiableMap(vetoes);
  }
}
