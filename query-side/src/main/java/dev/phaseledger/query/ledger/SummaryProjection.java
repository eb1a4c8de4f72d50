package dev.phaseledger.query.ledger;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.query.dispatches.Violations;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import dev.phaseledger.query.projection.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Counts over each tenant's whole ledger.
@Component
final class SummaryProjection implements Projection {

  private static final String COUNT =
      """
      INSERT INTO projection.summaries AS summaries
        (tenant, agents, contracts, revocations, signals, entries, position, dispatches, authorized,
          constrained, approval_required, deferred, vetoed, succeeded, failed, unknown)
      SELECT tenant, agents, contracts, revocations, signals, entries, position, dispatches,
        authorized, constrained, approval_required, deferred, vetoed, succeeded, failed, unknown
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS added (tenant, agents, contracts, revocations, signals, entries, position, dispatches,
          authorized, constrained, approval_required, deferred, vetoed, succeeded, failed, unknown)
      ON CONFLICT (tenant) DO UPDATE SET
        agents = summaries.agents + excluded.agents,
        contracts = summaries.contracts + excluded.contracts,
        revocations = summaries.revocations + excluded.revocations,
        signals = summaries.signals + excluded.signals,
        entries = excluded.entries,
        position = excluded.position,
        dispatches = summaries.dispatches + excluded.dispatches,
        authorized = summaries.authorized + excluded.authorized,
        constrained = summaries.constrained + excluded.constrained,
        approval_required = summaries.approval_required + excluded.approval_required,
        deferred = summaries.deferred + excluded.deferred,
        vetoed = summaries.vetoed + excluded.vetoed,
        succeeded = summaries.succeeded + excluded.succeeded,
        failed = summaries.failed + excluded.failed,
        unknown = summaries.unknown + excluded.unknown
      WHERE summaries.position < excluded.position
      """;

  private static final String VETO =
      """
      INSERT INTO projection.vetoes AS vetoes (tenant, name, vetoes)
      SELECT tenant, name, added FROM unnest(?, ?, ?) AS counted (tenant, name, added)
      ON CONFLICT (tenant, name) DO UPDATE SET vetoes = vetoes.vetoes + excluded.vetoes
      """;

  private static final List<String> CLEAR =
      List.of("TRUNCATE projection.summaries", "TRUNCATE projection.vetoes");

  private record Veto(TenantId tenant, String name, long count) {}

  private final JdbcTemplate jdbc;

  SummaryProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    Map<TenantId, SummaryChange> changes = new LinkedHashMap<>();
    for (PlacedEvent placed : events) {
      SummaryChange change = changes.computeIfAbsent(placed.tenant(), SummaryChange::new);
      change.entries = placed.index() + 1;
      change.position = placed.position();
      switch (placed.event()) {
        case AgentEvent event -> count(change, event);
        case ContractEvent event -> count(change, event);
        case PolicyEvent _, LogEvent _, SubjectEvent _ -> {}
      }
    }
    write(List.copyOf(changes.values()));
  }

  @Override
  public void clear() {
    CLEAR.forEach(jdbc::execute);
  }

  private static void count(SummaryChange change, AgentEvent event) {
    switch (event) {
      case AgentRegistered _ -> change.agents++;
      case AgentRevoked _ -> change.revocations++;
      case AgentLevelChanged _,
          AgentSuspended _,
          AgentReinstated _,
          PromotionProposed _,
          PromotionAnswered _,
          AgentStepJudged _ -> {}
    }
  }

  private static void count(SummaryChange change, ContractEvent event) {
    switch (event) {
      case ContractIssued _ -> change.contracts++;
      case ContractRevoked _ -> change.revocations++;
      case DispatchDecided e -> {
        change.tally.add(e.judgement().verdict());
        Violations.vetoing(e.judgement()).forEach(name -> change.vetoes.merge(name, 1L, Long::sum));
      }
      case OutcomeRecorded e -> change.tally.add(e.outcome());
      case FailureSignalled _ -> change.signals++;
      case ContractAmended _,
          ContractDelegated _,
          ContractEnded _,
          PhaseDecided _,
          StepJudged _,
          ApprovalRecorded _,
          ApprovalWithdrawn _,
          ApprovalEscalated _,
          DispatchClosed _,
          DispatchRejudged _,
          EvidenceRecorded _,
          HeartbeatRecorded _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ -> {}
    }
  }

  private void write(List<SummaryChange> rows) {
    List<Column> columns = new ArrayList<>();
    columns.add(texts(rows, row -> row.tenant.value()));
    columns.add(longs(rows, row -> row.agents));
    columns.add(longs(rows, row -> row.contracts));
    columns.add(longs(rows, row -> row.revocations));
    columns.add(longs(rows, row -> row.signals));
    columns.add(longs(rows, row -> row.entries));
    columns.add(longs(rows, row -> row.position));
    columns.add(longs(rows, row -> row.tally.dispatches()));
    columns.addAll(Tally.columns(rows, row -> row.tally));
    Column.write(jdbc, COUNT, columns);
    List<Veto> vetoes = new ArrayList<>();
    rows.forEach(
        row -> row.vetoes.forEach((name, count) -> vetoes.add(new Veto(row.tenant, name, count))));
    if (!vetoes.isEmpty()) {
      Column.write(
          jdbc,
          VETO,
          texts(vetoes, row -> row.tenant().value()),
          texts(vetoes, Veto::name),
          longs(vetoes, Veto::count));
    }
  }
}
