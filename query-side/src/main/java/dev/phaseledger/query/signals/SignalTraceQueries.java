package dev.phaseledger.query.signals;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.FindSignal;
import dev.phaseledger.api.query.SignalTrace;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.query.dispatches.EntryLines;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers what led to one failure, and what followed.
@Component
final class SignalTraceQueries {

  /// A name may be given twice: what is reported twice under it is shown as it was first.
  private static final String FIND =
      SignalQueries.COLUMNS
          + """
          WHERE tenant = ? AND signal = ?
          ORDER BY position
          LIMIT 1
          """;

  private static final String OF_DISPATCH =
      """
      SELECT position FROM (
        SELECT decided_position AS position FROM projection.dispatches
        WHERE tenant = :tenant AND dispatch_id = :dispatch
        UNION
        SELECT position FROM projection.trail
        WHERE tenant = :tenant AND dispatch_id = :dispatch
      ) AS entries
      WHERE position < :below
      ORDER BY position DESC
      LIMIT :lines
      """;

  private static final String COUNTED =
      """
      SELECT position FROM projection.mishaps
      WHERE tenant = ? AND agent_id = ? AND position < ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private static final String FOLLOWED =
      """
      SELECT position FROM projection.caused
      WHERE tenant = ? AND (signal = ? OR trigger_position = ?)
      ORDER BY position
      LIMIT ?
      """;

  private final JdbcClient jdbc;
  private final EntryLines lines;
  private final ObjectProvider<QueryGateway> queries;

  SignalTraceQueries(JdbcClient jdbc, EntryLines lines, ObjectProvider<QueryGateway> queries) {
    this.jdbc = jdbc;
    this.lines = lines;
    this.queries = queries;
  }

  @QueryHandler
  Optional<SignalTrace> find(FindSignal query) {
    return jdbc.sql(FIND)
        .param(query.tenant().value())
        .param(query.signal())
        .query(SignalQueries::view)
        .optional()
        .map(signal -> trace(query.tenant(), signal));
  }

  private SignalTrace trace(TenantId tenant, SignalView signal) {
    var before = new TreeSet<Long>(signal.entries());
    signal.dispatchId().ifPresent(dispatch -> before.addAll(ofDispatch(tenant, dispatch, signal)));
    return new SignalTrace(
        signal,
        signal.dispatchId().flatMap(dispatch -> dispatch(tenant, new DispatchId(dispatch))),
        lines.of(tenant, before.stream().limit(SignalTrace.LINES_MAX).toList()),
        lines.of(tenant, counted(tenant, signal)),
        lines.of(tenant, followed(tenant, signal)));
  }

  private List<Long> ofDispatch(TenantId tenant, String dispatch, SignalView signal) {
    return jdbc.sql(OF_DISPATCH)
        .param("tenant", tenant.value())
        .param("dispatch", dispatch)
        .param("below", signal.position())
        .param("lines", SignalTrace.LINES_MAX)
        .query((row, _) -> row.getLong("position"))
        .list();
  }

  private List<Long> counted(TenantId tenant, SignalView signal) {
    return jdbc.sql(COUNTED)
        .param(tenant.value())
        .param(signal.agentId())
        .param(signal.position())
        .param(SignalTrace.LINES_MAX)
        .query((row, _) -> row.getLong("position"))
        .list()
        .reversed();
  }

  private List<Long> followed(TenantId tenant, SignalView signal) {
    return jdbc.sql(FOLLOWED)
        .param(tenant.value())
        .param(signal.signal())
        .param(signal.position())
        .param(SignalTrace.LINES_MAX)
        .query((row, _) -> row.getLong("position"))
        .list();
  }

  private Optional<DispatchView> dispatch(TenantId tenant, DispatchId dispatch) {
    try {
      return queries
          .getObject()
          .query(
              new FindDispatch(tenant, dispatch),
              ResponseTypes.optionalInstanceOf(DispatchView.class))
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
