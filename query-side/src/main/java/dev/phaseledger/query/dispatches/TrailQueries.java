package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.proof.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers what is on record about one dispatch, with the entries as the log holds them.
@Component
final class TrailQueries {

  /// Entries of one trail, at most: its approvals, evidence and signals are bounded by what people
  /// and agents report, not by the ledger.
  static final int STEPS_MAX = 1_000;

  private static final String PLACES =
      """
      SELECT decided_position AS position, log_index
      FROM projection.dispatches
      WHERE tenant = ? AND dispatch_id = ?
      UNION ALL
      SELECT position, log_index
      FROM projection.trail
      WHERE tenant = ? AND dispatch_id = ?
      ORDER BY position
      LIMIT ?
      """;

  private record Place(long position, long index) {}

  private final JdbcClient jdbc;
  private final DispatchQueries dispatches;
  private final LogSource log;

  TrailQueries(JdbcClient jdbc, DispatchQueries dispatches, LogSource log) {
    this.jdbc = jdbc;
    this.dispatches = dispatches;
    this.log = log;
  }

  @QueryHandler
  Optional<TrailView> find(FindTrail query) {
    return dispatches
        .find(new FindDispatch(query.tenant(), query.dispatch()))
        .map(dispatch -> trail(query.tenant(), dispatch));
  }

  private TrailView trail(TenantId tenant, DispatchView dispatch) {
    List<Place> places =
        jdbc.sql(PLACES)
            .param(tenant.value())
            .param(dispatch.dispatchId())
            .param(tenant.value())
            .param(dispatch.dispatchId())
            .param(STEPS_MAX)
            .query((row, number) -> new Place(row.getLong("position"), row.getLong("log_index")))
            .list();
    return new TrailView(dispatch, places.stream().map(place -> step(tenant, place)).toList());
  }

  private TrailView.Step step(TenantId tenant, Place place) {
    List<byte[]> entries = log.entries(tenant.value(), place.index(), 1);
    if (entries.isEmpty()) {
      throw new IllegalStateException(
          "tenant %s has no entry %d, which its trail names".formatted(tenant, place.index()));
    }
    byte[] entry = entries.getFirst();
    RecordedEvent recorded = EntryCodec.decode(entry, place.position(), place.index());
    return new TrailView.Step(
        place.position(),
        place.index(),
        recorded.time(),
        recorded.actor().value(),
        EventCodec.typeOf(recorded.event()),
        Sentences.of(recorded),
        new String(entry, StandardCharsets.UTF_8));
  }
}
