package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Waits;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.DispatchView.ApprovalView;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers questions about dispatches.
@Component
final class DispatchQueries {

  private static final String VIEW =
      """
      SELECT dispatch_id, contract_id, agent_id, state, log_index, judged_index, decided_position,
        position, waiting_since, escalated_to
      FROM projection.dispatches AS dispatches
      """;

  private static final String FIND =
      VIEW
          + """
          WHERE tenant = ? AND dispatch_id = ?
          """;

  private static final String BEFORE =
      """
      WHERE tenant = ? AND decided_position < ?
      """;

  private static final String OF_CONTRACT =
      """
      AND contract_id = ?
      """;

  private static final String OF_VERDICT =
      """
      AND verdict = ?
      """;

  private static final String IN_STATE =
      """
      AND state = ?
      """;

  /// Written out, so that the index over what is pending answers.
  private static final String PENDING =
      """
      AND state = 'PENDING'
      """;

  private static final String THAT_VIOLATED =
      """
      AND EXISTS (
        SELECT FROM projection.violations AS violations
        WHERE violations.tenant = dispatches.tenant AND violations.name = ?
          AND violations.decided_position = dispatches.decided_position
      )
      """;

  private static final String NEWEST_FIRST =
      """
      ORDER BY decided_position DESC
      LIMIT ?
      """;

  private static final String APPROVALS =
      """
      SELECT dispatch_id, approver, granted, reason, answered_at, shown, withdrawn
      FROM projection.approvals
      WHERE tenant = ? AND dispatch_id = ANY (?)
      ORDER BY position
      """;

  private record Row(
      String dispatchId,
      String contractId,
      String agentId,
      DispatchState state,
      long index,
      long judgedIndex,
      long decidedPosition,
      long position,
      Optional<Instant> waitingSince,
      Set<String> escalatedTo) {}

  /// An answer as the table holds it.
  private record Answer(ApprovalView view, String shown, boolean withdrawn) {}

  private final JdbcClient jdbc;
  private final RecordedJudgements log;

  DispatchQueries(JdbcClient jdbc, RecordedJudgements log) {
    this.jdbc = jdbc;
    this.log = log;
  }

  @QueryHandler
  Optional<DispatchView> find(FindDispatch query) {
    List<Row> rows =
        jdbc.sql(FIND)
            .param(query.tenant().value())
            .param(query.dispatch().value())
            .query(DispatchQueries::row)
            .list();
    return views(query.tenant(), rows).stream().findFirst();
  }

  @QueryHandler
  Page<DispatchView> list(ListDispatches query) {
    StringBuilder sql = new StringBuilder(VIEW).append(BEFORE);
    List<Object> parameters = new ArrayList<>();
    parameters.add(query.tenant().value());
    parameters.add(Keyset.below(query.cursor()));
    query.contract().ifPresent(id -> filter(sql, OF_CONTRACT, parameters, id.value()));
    query.verdict().ifPresent(verdict -> filter(sql, OF_VERDICT, parameters, verdict.name()));
    query.invariant().ifPresent(name -> filter(sql, THAT_VIOLATED, parameters, name));
    query
        .state()
        .ifPresent(state -> {
          if (state.equals(DispatchState.PENDING.name())) {
            sql.append(PENDING);
          } else {
            filter(sql, IN_STATE, parameters, state);
          }
        });
    filter(sql, NEWEST_FIRST, parameters, Keyset.rowsToFetch(query.cursor()));
    Page<Row> page =
        Keyset.newestFirst(
            jdbc.sql(sql.toString()).params(parameters).query(DispatchQueries::row).list(),
            query.cursor(),
            Row::decidedPosition);
    return new Page<>(views(query.tenant(), page.items()), page.next());
  }

  private static void filter(
      StringBuilder sql, String condition, List<Object> parameters, Object value) {
    sql.append(condition);
    parameters.add(value);
  }

  private List<DispatchView> views(TenantId tenant, List<Row> rows) {
    Map<String, List<Answer>> approvals = approvals(tenant, rows);
    Set<Long> places = new TreeSet<>();
    rows.forEach(row -> places.addAll(List.of(row.index(), row.judgedIndex())));
    RecordedJudgements.Found recorded = log.read(tenant, places);
    return rows.stream()
        .map(row ->
            view(
                row,
                recorded.decision(row.index()),
                recorded.judgement(row.judgedIndex()),
                approvals.getOrDefault(row.dispatchId(), List.of())))
        .toList();
  }

  private Map<String, List<Answer>> approvals(TenantId tenant, List<Row> rows) {
    Map<String, List<Answer>> approvals = new HashMap<>();
    if (!rows.isEmpty()) {
      jdbc.sql(APPROVALS)
          .param(tenant.value())
          .param(rows.stream().map(Row::dispatchId).toArray(String[]::new))
          .query(row -> {
            approvals
                .computeIfAbsent(row.getString("dispatch_id"), id -> new ArrayList<>())
                .add(approval(row));
          });
    }
    return approvals;
  }

  private static Answer approval(ResultSet row) throws SQLException {
    return new Answer(
        new ApprovalView(
            row.getString("approver"),
            row.getBoolean("granted"),
            row.getString("reason"),
            Instant.parse(row.getString("answered_at"))),
        row.getString("shown"),
        row.getBoolean("withdrawn"));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString("dispatch_id"),
        row.getString("contract_id"),
        row.getString("agent_id"),
        DispatchState.valueOf(row.getString("state")),
        row.getLong("log_index"),
        row.getLong("judged_index"),
        row.getLong("decided_position"),
        row.getLong("position"),
        Optional.ofNullable(row.getString("waiting_since")).map(Instant::parse),
        Roles.parse(row.getString("escalated_to")));
  }

  private static DispatchView view(
      Row row, RecordedJudgements.Decision decision, Judgement judgement, List<Answer> approvals) {
    DispatchDecided decided = decision.event();
    Optional<String> shown =
        row.state() == DispatchState.PENDING
            ? Optional.of(
                ApprovalBinding.digest(
                        decided.request().id(), decided.requestDigest(), judgement.basis())
                    .value())
            : Optional.empty();
    return new DispatchView(
        row.dispatchId(),
        row.contractId(),
        row.agentId(),
        row.state().name(),
        decided.request(),
        judgement,
        approvals.stream().map(answer -> approval(answer, shown)).toList(),
        shown,
        decision.time(),
        row.index(),
        row.position(),
        row.waitingSince().map(since -> waiting(row, decision, judgement, since)));
  }

  /// One that was given on what has changed since does not count.
  private static ApprovalView approval(Answer answer, Optional<String> shown) {
    ApprovalView view = answer.view();
    boolean counts = !answer.withdrawn() && shown.map(answer.shown()::equals).orElse(true);
    return new ApprovalView(view.approver(), view.granted(), view.reason(), view.at(), counts);
  }

  private static DispatchView.Waiting waiting(
      Row row, RecordedJudgements.Decision decision, Judgement judgement, Instant since) {
    return new DispatchView.Waiting(
        judgement.until(),
        since,
        Waits.deadline(judgement, since),
        judgement
            .approval()
            .flatMap(Judgement.ApprovalRequirement::escalation)
            .filter(escalation -> !row.escalatedTo().containsAll(escalation.roles()))
            .map(escalation -> since.plus(escalation.after())),
        row.escalatedTo(),
        decision.actor(),
        decision.event().onBehalfOf().map(PrincipalId::value));
  }
}
