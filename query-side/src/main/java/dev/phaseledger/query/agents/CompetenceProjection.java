package dev.phaseledger.query.agents;

import static dev.phaseledger.query.projection.Column.flags;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Verdict;
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
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.query.agents.AfterTheFact.Dispatch;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Folds the record of agents' work: what a ladder promotes and demotes on. What counts:
///
/// - An outcome is an execution: a failure if it says FAILED or UNKNOWN, since an agent that lost
///   track of what it did cannot be trusted with more; a pass if somebody else than the agent says
///   SUCCEEDED. What an agent says of itself in its favour counts for nothing else: it is certain
///   of everything.
/// - A signal of a kind in [#VIOLATIONS] is a violation, whoever gave it: it can only cost the
///   agent. Signals of other kinds count for nothing here; a ladder does not know their meaning.
/// - A dispatch that was vetoed, at once or when it was judged again, is a veto. Vetoes end no run
///   of successes: to ask and be refused is what an agent is meant to do.
/// - A failure or a violation ends the run of successes.
/// - Each registration, change of level and reinstatement starts the level anew, even at the level
///   it held before. A suspension does not.
///
/// What does not count: dispatches that were judged after the fact, with all that is said of them,
/// since they released nothing; released dispatches without an outcome, or closed without one; and
/// evidence that shows a failure. That is left to the outcome and to the signals that revocation
/// paths raise: a red test on the way to a green one is work, not failure. The record can be no
/// better than those who report outcomes.
@Component
final class CompetenceProjection implements Projection {

  /// Kinds of signals that are violations; the ledger raises both itself.
  static final Set<String> VIOLATIONS = Set.of("contract.breach", "invariant.violated");

  private static final String REGISTER =
      """
      INSERT INTO projection.competence (tenant, agent_id, registered_at, level_since, position)
      SELECT tenant, agent_id, registered_at, registered_at, position
      FROM unnest(?, ?, ?, ?) AS registered (tenant, agent_id, registered_at, position)
      """;

  private static final String CHANGE =
      """
      UPDATE projection.competence AS known SET
        level_since = coalesce(changed.level_since, known.level_since),
        executions = known.executions + changed.executions,
        passes = known.passes + changed.passes,
        failures = known.failures + changed.failures,
        violations = known.violations + changed.violations,
        vetoes = known.vetoes + changed.vetoes,
        consecutive_passes =
          CASE WHEN changed.broken THEN 0 ELSE known.consecutive_passes END + changed.streak,
        executions_at_level =
          CASE WHEN changed.leveled THEN 0 ELSE known.executions_at_level END
            + changed.executions_at_level,
        consecutive_passes_at_level =
          CASE WHEN changed.leveled OR changed.broken THEN 0
            ELSE known.consecutive_passes_at_level END + changed.streak_at_level,
        violations_at_level =
          CASE WHEN changed.leveled THEN 0 ELSE known.violations_at_level END
            + changed.violations_at_level,
        position = changed.position
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS changed (tenant, agent_id, level_since, leveled, executions, passes, failures,
          violations, vetoes, broken, streak, executions_at_level, streak_at_level,
          violations_at_level, position)
      WHERE known.tenant = changed.tenant AND known.agent_id = changed.agent_id
      """;

  private static final String CLEAR = "TRUNCATE projection.competence";

  private final JdbcTemplate jdbc;
  private final AfterTheFact afterTheFact;

  CompetenceProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.afterTheFact = new AfterTheFact(jdbc);
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    Set<Dispatch> uncounted = afterTheFact.fold(events);
    List<PlacedEvent> registrations = new ArrayList<>();
    Map<AgentChange.Key, CompetenceChange> changes = new LinkedHashMap<>();
    for (PlacedEvent placed : events) {
      switch (placed.event()) {
        case AgentEvent event -> {
          if (event instanceof AgentRegistered) {
            registrations.add(placed);
          }
          authority(change(changes, placed, event.agent()), placed, event);
        }
        case ContractEvent event -> work(changes, placed, event, uncounted);
        case PolicyEvent _, LogEvent _, SubjectEvent _ -> {}
      }
    }
    register(registrations);
    change(List.copyOf(changes.values()));
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
    afterTheFact.clear();
  }

  private static void authority(CompetenceChange change, PlacedEvent placed, AgentEvent event) {
    switch (event) {
      case AgentRegistered _, AgentLevelChanged _, AgentReinstated _ -> change.level(placed.time());
      case AgentSuspended _,
          AgentRevoked _,
          PromotionProposed _,
          PromotionAnswered _,
          AgentStepJudged _ -> {}
    }
  }

  private static void work(
      Map<AgentChange.Key, CompetenceChange> changes,
      PlacedEvent placed,
      ContractEvent event,
      Set<Dispatch> uncounted) {
    if (AfterTheFact.dispatch(event)
        .filter(id -> uncounted.contains(new Dispatch(placed.tenant(), id)))
        .isPresent()) {
      return;
    }
    if (event instanceof DispatchDecided decided) {
      if (decided.judgement().verdict() == Verdict.VETOED) {
        change(changes, placed, decided.agent()).vetoes++;
      }
    } else if (event instanceof DispatchRejudged rejudged) {
      if (rejudged.judgement().verdict() == Verdict.VETOED) {
        change(changes, placed, rejudged.agent()).vetoes++;
      }
    } else if (event instanceof FailureSignalled signalled) {
      if (VIOLATIONS.contains(signalled.kind())) {
        change(changes, placed, signalled.agent()).violated();
      }
    } else if (event instanceof OutcomeRecorded ended) {
      CompetenceChange change = change(changes, placed, ended.agent());
      switch (ended.outcome()) {
        case SUCCEEDED -> {
          if (placed.actor().equals(ended.agent().value())) {
            change.claimed();
          } else {
            change.passed();
          }
        }
        case FAILED, UNKNOWN -> change.failed();
      }
    }
  }

  private static CompetenceChange change(
      Map<AgentChange.Key, CompetenceChange> changes, PlacedEvent placed, AgentId agent) {
    CompetenceChange change =
        changes.computeIfAbsent(
            new AgentChange.Key(placed.tenant(), agent.value()), CompetenceChange::new);
    change.position = placed.position();
    return change;
  }

  private void register(List<PlacedEvent> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        REGISTER,
        texts(rows, row -> row.tenant().value()),
        texts(rows, row -> ((AgentEvent) row.event()).agent().value()),
        texts(rows, row -> row.time().toString()),
        longs(rows, PlacedEvent::position));
  }

  private void change(List<CompetenceChange> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        CHANGE,
        texts(rows, row -> row.key.tenant().value()),
        texts(rows, row -> row.key.agent()),
        texts(rows, row -> row.levelSince),
        flags(rows, CompetenceChange::leveled),
        longs(rows, CompetenceChange::executions),
        longs(rows, row -> row.passes),
        longs(rows, row -> row.failures),
        longs(rows, row -> row.violations),
        longs(rows, row -> row.vetoes),
        flags(rows, row -> row.broken),
        longs(rows, row -> row.streak),
        longs(rows, row -> row.executionsAtLevel),
        longs(rows, row -> row.streakAtLevel),
        longs(rows, row -> row.violationsAtLevel),
        longs(rows, row -> row.position));
  }
}
