package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.AgentEvent;
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
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.query.dispatches.DispatchRow.Judged;
import dev.phaseledger.query.projection.PlacedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Folds one batch into dispatches, their contracts' tallies and their trails, in memory. Used once
/// and by one thread.
final class DispatchFold {

  /// Names a contract across tenants.
  record ContractKey(TenantId tenant, String contract) {}

  /// A decision made in this batch.
  ///
  /// @param dispatch as the batch leaves it
  /// @param index place of the decision in the tenant's log
  record Decision(DispatchRow dispatch, String agent, long index) {}

  /// An answer given in this batch.
  record Answer(PlacedEvent placed, ApprovalRecorded event) {}

  /// An approval that was taken back in this batch.
  record Withdrawal(PlacedEvent placed, ApprovalWithdrawn event) {}

  /// An entry that concerns a dispatch, beside its decision.
  record Concern(DispatchRow.Key dispatch, long position, long index) {}

  /// A violation that a judgement found.
  record Violation(TenantId tenant, String name, long decidedPosition) {}

  /// What the table must be asked for before the batch can be folded.
  ///
  /// @param dispatches dispatches that the batch names
  /// @param contracts contracts that end in the batch
  record Needs(Set<DispatchRow.Key> dispatches, Set<ContractKey> contracts) {}

  private final Map<DispatchRow.Key, DispatchRow> rows = new LinkedHashMap<>();
  private final Map<ContractKey, List<DispatchRow>> ofContract = new HashMap<>();
  private final Map<ContractKey, ContractTally> tallies = new LinkedHashMap<>();
  private final Map<ContractKey, String> lastDispatches = new LinkedHashMap<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Withdrawal> withdrawals = new ArrayList<>();
  private final Set<Concern> concerns = new LinkedHashSet<>();
  private final Set<Violation> violations = new LinkedHashSet<>();

  static Needs needs(List<PlacedEvent> events) {
    Set<DispatchRow.Key> dispatches = new LinkedHashSet<>();
    Set<DispatchRow.Key> decided = new LinkedHashSet<>();
    Set<ContractKey> ended = new LinkedHashSet<>();
    for (PlacedEvent placed : events) {
      named(placed).ifPresent(dispatches::add);
      if (placed.event() instanceof DispatchDecided e) {
        decided.add(key(placed, e.request().id()));
      } else if (placed.event() instanceof ContractRevoked e) {
        ended.add(new ContractKey(placed.tenant(), e.contract().value()));
      } else if (placed.event() instanceof ContractEnded e) {
        ended.add(new ContractKey(placed.tenant(), e.contract().value()));
      }
    }
    dispatches.removeAll(decided);
    return new Needs(dispatches, ended);
  }

  /// A row that the table holds.
  void known(DispatchRow row) {
    if (rows.putIfAbsent(row.key, row) == null) {
      ofContract.computeIfAbsent(contract(row), key -> new ArrayList<>()).add(row);
    }
  }

  /// A row that the end of its contract may concern: it is pending, or was judged last.
  void concerned(DispatchTable.Concerned concerned) {
    known(concerned.row());
    if (concerned.judgedLast()) {
      lastDispatches.put(contract(concerned.row()), concerned.row().key.dispatch());
    }
  }

  /// Folds one event.
  void apply(PlacedEvent placed) {
    switch (placed.event()) {
      case ContractEvent event -> apply(placed, event);
      case AgentEvent _, PolicyEvent _, LogEvent _, SubjectEvent _ -> {}
    }
  }

  List<Decision> decisions() {
    return decisions;
  }

  List<Answer> answers() {
    return answers;
  }

  List<Withdrawal> withdrawals() {
    return withdrawals;
  }

  List<Concern> concerns() {
    return List.copyOf(concerns);
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  List<ContractTally> tallies() {
    return List.copyOf(tallies.values());
  }

  /// Rows that the table held before and that have changed.
  List<DispatchRow> changed() {
    Set<DispatchRow.Key> decided = new HashSet<>();
    decisions.forEach(decision -> decided.add(decision.dispatch().key));
    return rows.values().stream()
        .filter(row -> row.changed() && !decided.contains(row.key))
        .toList();
  }

  private void apply(PlacedEvent placed, ContractEvent event) {
    switch (event) {
      case DispatchDecided e -> decided(placed, e);
      case ApprovalRecorded e -> answered(placed, e);
      case DispatchRejudged e -> {
        DispatchRow row = require(key(placed, e.dispatch()));
        DispatchState before = row.state();
        row.rejudge(e.judgement(), placed);
        judged(row, e.judgement());
        moved(row, before, placed);
      }
      case OutcomeRecorded e -> {
        DispatchRow row = require(key(placed, e.dispatch()));
        if (row.state() == DispatchState.RELEASED) {
          e.costMicros().ifPresent(micros -> tally(contract(row)).corrected(row, micros));
        }
        move(row, DispatchState.of(e.outcome()), placed);
      }
      case DispatchClosed e ->
          move(require(key(placed, e.dispatch())), DispatchState.of(e.closing()), placed);
      case ContractRevoked e -> {
        voidPending(placed, e);
        revoked(placed, e);
      }
      case ContractEnded e -> voidPending(placed, e);
      case ApprovalWithdrawn e -> {
        withdrawals.add(new Withdrawal(placed, e));
        noted(key(placed, e.dispatch()), placed);
      }
      case ApprovalEscalated e -> {
        require(key(placed, e.dispatch())).escalate(e.roles(), placed);
        noted(key(placed, e.dispatch()), placed);
      }
      case RollbackRequested e -> noted(key(placed, e.dispatch()), placed);
      case PathTaken e -> e.dispatch().ifPresent(id -> noted(key(placed, id), placed));
      case EvidenceRecorded e -> e.dispatch().ifPresent(id -> noted(key(placed, id), placed));
      case StepJudged e -> e.dispatch().ifPresent(id -> noted(key(placed, id), placed));
      case FailureSignalled e -> e.dispatch().ifPresent(id -> noted(key(placed, id), placed));
      case ContractIssued _,
          ContractAmended _,
          ContractDelegated _,
          PhaseDecided _,
          HeartbeatRecorded _,
          NotificationRequested _ -> {}
    }
  }

  private void decided(PlacedEvent placed, DispatchDecided e) {
    Judgement judgement = e.judgement();
    DispatchState state = DispatchState.of(judgement.verdict());
    DispatchRow row =
        new DispatchRow(
            key(placed, e.request().id()),
            e.contract().value(),
            e.request().costMicros(),
            state,
            Optional.of(Judged.of(judgement, placed)),
            placed.position(),
            e.request().afterTheFact(),
            state.isWaiting(e.request().afterTheFact())
                ? Optional.of(judgement.basis().now())
                : Optional.empty(),
            Set.of());
    known(row);
    decisions.add(new Decision(row, e.agent().value(), placed.index()));
    judged(row, judgement);
    tally(contract(row)).decided(row, placed.position());
  }

  private void judged(DispatchRow row, Judgement judgement) {
    for (String name : Violations.of(judgement)) {
      violations.add(new Violation(row.key.tenant(), name, row.decidedPosition));
    }
    lastDispatches.put(contract(row), row.key.dispatch());
    tally(contract(row)).lastDispatch = row.key.dispatch();
  }

  private void answered(PlacedEvent placed, ApprovalRecorded e) {
    answers.add(new Answer(placed, e));
    DispatchRow row = require(key(placed, e.dispatch()));
    move(row, e.granted() ? row.state() : DispatchState.REJECTED, placed);
  }

  /// A contract's end voids what waits under it.
  private void voidPending(PlacedEvent placed, ContractEvent end) {
    for (DispatchRow row : ofContract.getOrDefault(contract(placed, end), List.of())) {
      if (row.isWaiting()) {
        move(row, DispatchState.VOID, placed);
      }
    }
  }

  /// If a dispatch brought the revocation about, that is the one judged last: both are in one
  /// append.
  private void revoked(PlacedEvent placed, ContractRevoked e) {
    String last = lastDispatches.get(contract(placed, e));
    boolean byDispatch =
        e.cause() == RevocationCause.BREACH || e.cause() == RevocationCause.INVARIANT;
    if (byDispatch && last != null) {
      noted(new DispatchRow.Key(placed.tenant(), last), placed);
    }
  }

  private void move(DispatchRow row, DispatchState next, PlacedEvent placed) {
    DispatchState before = row.state();
    row.move(next, placed);
    moved(row, before, placed);
  }

  private void moved(DispatchRow row, DispatchState before, PlacedEvent placed) {
    concern(row.key, placed);
    tally(contract(row)).moved(row, before, placed.position());
  }

  private static ContractKey contract(PlacedEvent placed, ContractEvent event) {
    return new ContractKey(placed.tenant(), event.contract().value());
  }

  private static ContractKey contract(DispatchRow row) {
    return new ContractKey(row.key.tenant(), row.contract);
  }

  private void noted(DispatchRow.Key dispatch, PlacedEvent placed) {
    concern(dispatch, placed);
    DispatchRow row = rows.get(dispatch);
    if (row != null) {
      row.touch(placed);
    }
  }

  private void concern(DispatchRow.Key dispatch, PlacedEvent placed) {
    concerns.add(new Concern(dispatch, placed.position(), placed.index()));
  }

  private ContractTally tally(ContractKey contract) {
    return tallies.computeIfAbsent(contract, ContractTally::new);
  }

  private DispatchRow require(DispatchRow.Key key) {
    DispatchRow row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException(
          "tenant %s has no decision on dispatch %s".formatted(key.tenant(), key.dispatch()));
    }
    return row;
  }

  private static Optional<DispatchRow.Key> named(PlacedEvent placed) {
    Optional<DispatchId> dispatch =
        switch (placed.event()) {
          case ContractEvent event ->
              switch (event) {
                case ApprovalRecorded e -> Optional.of(e.dispatch());
                case DispatchRejudged e -> Optional.of(e.dispatch());
                case OutcomeRecorded e -> Optional.of(e.dispatch());
                case EvidenceRecorded e -> e.dispatch();
                case StepJudged e -> e.dispatch();
                case FailureSignalled e -> e.dispatch();
                case DispatchClosed e -> Optional.of(e.dispatch());
                case ApprovalWithdrawn e -> Optional.of(e.dispatch());
                case ApprovalEscalated e -> Optional.of(e.dispatch());
                case RollbackRequested e -> Optional.of(e.dispatch());
                case PathTaken e -> e.dispatch();
                case ContractIssued _,
                    ContractAmended _,
                    ContractDelegated _,
                    ContractEnded _,
                    ContractRevoked _,
                    PhaseDecided _,
                    DispatchDecided _,
                    HeartbeatRecorded _,
                    NotificationRequested _ ->
                    Optional.empty();
              };
          case AgentEvent _, PolicyEvent _, LogEvent _, SubjectEvent _ -> Optional.empty();
        };
    return dispatch.map(id -> key(placed, id));
  }

  private static DispatchRow.Key key(PlacedEvent placed, DispatchId dispatch) {
    return new DispatchRow.Key(placed.tenant(), dispatch.value());
  }
}
