package dev.phaseledger.query.agents;

import static dev.phaseledger.query.projection.Column.ints;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.AgentId;
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
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import dev.phaseledger.query.projection.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Folds agents' authority, and how often what happened to their dispatches.
@Component
final class AgentProjection implements Projection {

  private static final String REGISTER =
      """
      INSERT INTO projection.agents
        (tenant, agent_id, description, status, level, epoch, owner, roles, changed_at, position)
      SELECT tenant, agent_id, description, 'ACTIVE', level, 0, owner, roles, changed_at, position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS registered (tenant, agent_id, description, level, owner, roles, changed_at, position)
      """;

  private static final String CHANGE =
      """
      UPDATE projection.agents AS agents SET
        status = coalesce(changed.status, agents.status),
        level = coalesce(changed.level, agents.level),
        epoch = agents.epoch + changed.epochs,
        changed_at = coalesce(changed.changed_at, agents.changed_at),
        signals = agents.signals + changed.signals,
        authorized = agents.authorized + changed.authorized,
        constrained = agents.constrained + changed.constrained,
        approval_required = agents.approval_required + changed.approval_required,
        deferred = agents.deferred + changed.deferred,
        vetoed = agents.vetoed + changed.vetoed,
        succeeded = agents.succeeded + changed.succeeded,
        failed = agents.failed + changed.failed,
        unknown = agents.unknown + changed.unknown,
        position = changed.position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS changed (tenant, agent_id, status, level, epochs, changed_at, signals, position,
          authorized, constrained, approval_required, deferred, vetoed, succeeded, failed, unknown)
      WHERE agents.tenant = changed.tenant AND agents.agent_id = changed.agent_id
        AND agents.position <= changed.position
      """;

  private static final String CLEAR = "TRUNCATE projection.agents";

  private record Registration(PlacedEvent placed, AgentRegistered event) {}

  private final JdbcTemplate jdbc;

  AgentProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Registration> registrations = new ArrayList<>();
    Map<AgentChange.Key, AgentChange> changes = new LinkedHashMap<>();
    for (PlacedEvent placed : events) {
      switch (placed.event()) {
        case AgentEvent event -> {
          if (event instanceof AgentRegistered registered) {
            registrations.add(new Registration(placed, registered));
          }
          authority(change(changes, placed, event.agent()), placed, event);
        }
        case ContractEvent event -> activity(changes, placed, event);
        case PolicyEvent _, LogEvent _, SubjectEvent _ -> {}
      }
    }
    register(registrations);
    change(List.copyOf(changes.values()));
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }

  private static void authority(AgentChange change, PlacedEvent placed, AgentEvent event) {
    switch (event) {
      case PromotionProposed _, PromotionAnswered _, AgentStepJudged _ -> {
        return;
      }
      case AgentRegistered e -> change.level = e.level();
      case AgentLevelChanged e -> change.level = e.to();
      case AgentSuspended _ -> change.status = "SUSPENDED";
      case AgentRevoked _ -> change.status = "REVOKED";
      case AgentReinstated e -> {
        change.status = "ACTIVE";
        change.level = e.level();
      }
    }
    change.authority(placed);
  }

  private static void activity(
      Map<AgentChange.Key, AgentChange> changes, PlacedEvent placed, ContractEvent event) {
    switch (event) {
      case DispatchDecided e ->
          change(changes, placed, e.agent()).tally.add(e.judgement().verdict());
      case OutcomeRecorded e -> change(changes, placed, e.agent()).tally.add(e.outcome());
      case FailureSignalled e -> change(changes, placed, e.agent()).signals++;
      case ContractIssued _,
          ContractAmended _,
          ContractDelegated _,
          ContractEnded _,
          ContractRevoked _,
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

  private static AgentChange change(
      Map<AgentChange.Key, AgentChange> changes, PlacedEvent placed, AgentId agent) {
    AgentChange change =
        changes.computeIfAbsent(
            new AgentChange.Key(placed.tenant(), agent.value()), AgentChange::new);
    change.position = placed.position();
    return change;
  }

  private void register(List<Registration> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        REGISTER,
        texts(rows, row -> row.placed().tenant().value()),
        texts(rows, row -> row.event().agent().value()),
        texts(rows, row -> row.event().description()),
        ints(rows, row -> row.event().level()),
        texts(rows, row -> row.event().owner().value()),
        texts(rows, row -> Json.text(JsonValue.Items.ofTexts(new TreeSet<>(row.event().roles())))),
        texts(rows, row -> row.placed().time().toString()),
        longs(rows, row -> row.placed().position()));
  }

  private void change(List<AgentChange> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(texts(rows, row -> row.key.tenant().value()));
    columns.add(texts(rows, row -> row.key.agent()));
    columns.add(texts(rows, row -> row.status));
    columns.add(ints(rows, row -> row.level));
    columns.add(longs(rows, row -> row.epochs));
    columns.add(texts(rows, row -> row.changedAt));
    columns.add(longs(rows, row -> row.signals));
    columns.add(longs(rows, row -> row.position));
    columns.addAll(Tally.columns(rows, row -> row.tally));
    Column.write(jdbc, CHANGE, columns);
  }
}
