package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.query.AuthorityView.Because;
import dev.phaseledger.api.query.LedgerQuery.FindPastDispatch;
import dev.phaseledger.api.query.PastDispatchView;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.reading.Moments;
import dev.phaseledger.query.reading.Moments.Moment;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers how a dispatch stood at a moment: folds its trail up to there, as the view is folded.
@Component
final class PastDispatchQueries {

  private static final String PLACES =
      """
      SELECT decided_position AS position
      FROM projection.dispatches
      WHERE tenant = :tenant AND dispatch_id = :dispatch AND decided_position <= :upTo
      UNION ALL
      SELECT position
      FROM projection.trail
      WHERE tenant = :tenant AND dispatch_id = :dispatch AND position <= :upTo
      ORDER BY position
      LIMIT :rows
      """;

  private final JdbcClient jdbc;
  private final Moments moments;
  private final LedgerReader log;

  PastDispatchQueries(JdbcClient jdbc, Moments moments, LedgerReader log) {
    this.jdbc = jdbc;
    this.moments = moments;
    this.log = log;
  }

  @QueryHandler
  Optional<PastDispatchView> find(FindPastDispatch query) {
    Moment moment = moments.of(query.tenant(), query.asOf());
    List<RecordedEvent> trail =
        jdbc
            .sql(PLACES)
            .param("tenant", query.tenant().value())
            .param("dispatch", query.dispatch().value())
            .param("upTo", moment.position())
            .param("rows", TrailQueries.STEPS_MAX)
            .query((row, _) -> log.read(row.getLong("position"), 1))
            .list()
            .stream()
            .flatMap(List::stream)
            .toList();
    return trail.isEmpty() ? Optional.empty() : Optional.of(view(query, moment, trail));
  }

  private static PastDispatchView view(
      FindPastDispatch query, Moment moment, List<RecordedEvent> trail) {
    if (!(trail.getFirst().event() instanceof DispatchDecided decided)) {
      throw new IllegalStateException(
          "the trail of " + query.dispatch() + " has no decision first");
    }
    DispatchFold fold = new DispatchFold();
    Judgement judgement = decided.judgement();
    for (RecordedEvent entry : trail) {
      fold.apply(placed(entry));
      if (entry.event() instanceof DispatchRejudged rejudged) {
        judgement = rejudged.judgement();
      }
    }
    return new PastDispatchView(
        query.dispatch().value(),
        decided.contract().value(),
        decided.agent().value(),
        moment.position(),
        moment.at(),
        fold.decisions().getFirst().dispatch().state().name(),
        judgement.verdict().name(),
        judgement.explanation(),
        trail.stream().map(PastDispatchQueries::because).toList());
  }

  private static Because because(RecordedEvent entry) {
    return new Because(
        entry.position(),
        entry.index(),
        entry.time(),
        EventCodec.typeOf(entry.event()),
        Sentences.of(entry));
  }

  private static PlacedEvent placed(RecordedEvent entry) {
    return new PlacedEvent(
        entry.stream().tenant(),
        entry.position(),
        entry.index(),
        entry.time(),
        entry.actor().value(),
        entry.event());
  }
}
