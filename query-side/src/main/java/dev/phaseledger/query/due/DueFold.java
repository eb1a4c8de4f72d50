package dev.phaseledger.query.due;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
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
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.api.event.Until;
import dev.phaseledger.api.event.Waits;
import dev.phaseledger.api.query.DueItem.Kind;
import dev.phaseledger.query.due.DueRow.ContractKey;
import dev.phaseledger.query.projection.PlacedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Folds one batch into what is due, in memory. Used once and by one thread.
final class DueFold {

  /// The one row of a contract that is kept by its own name.
  private static final String CONTRACT = "";

  /// What the table must be asked for before the batch can be folded.
  ///
  /// @param parts contracts and dispatches of which the rows are needed
  /// @param wholes contracts of which all rows are needed
  record Needs(Set<Part> parts, Set<ContractKey> wholes) {}

  /// The rows of a dispatch, or of a contract itself.
  record Part(ContractKey contract, String dispatch) {}

  private final Map<ContractKey, Map<DueRow.Key, DueRow>> rows = new HashMap<>();
  private final Set<DueRow.Key> changed = new LinkedHashSet<>();

  static Needs needs(List<PlacedEvent> events) {
    Needs needs = new Needs(new LinkedHashSet<>(), new LinkedHashSet<>());
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof ContractEvent event) {
        need(key(placed, event), event, needs);
      }
    }
    return needs;
  }

  private static void need(ContractKey contract, ContractEvent event, Needs needs) {
    switch (event) {
      case ContractEnded _, ContractRevoked _, EvidenceRecorded _ -> needs.wholes().add(contract);
      case DispatchRejudged e -> needs.parts().add(new Part(contract, e.dispatch().value()));
      case DispatchClosed e -> needs.parts().add(new Part(contract, e.dispatch().value()));
      case ApprovalRecorded e -> needs.parts().add(new Part(contract, e.dispatch().value()));
      case ApprovalEscalated e -> needs.parts().add(new Part(contract, e.dispatch().value()));
      case ContractAmended _,
          DispatchDecided _,
          OutcomeRecorded _,
          HeartbeatRecorded _,
          FailureSignalled _ ->
          needs.parts().add(new Part(contract, CONTRACT));
      case ContractIssued _,
          ContractDelegated _,
          PhaseDecided _,
          StepJudged _,
          ApprovalWithdrawn _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ -> {}
    }
  }

  /// A row that the table holds.
  void known(DueRow row) {
    of(row.key().contract()).putIfAbsent(row.key(), row);
  }

  void apply(PlacedEvent placed) {
    if (!(placed.event() instanceof ContractEvent event)) {
      return;
    }
    ContractKey contract = key(placed, event);
    switch (event) {
      case ContractIssued e -> terms(contract, e.terms().stopping());
      case ContractAmended e -> terms(contract, e.terms().stopping());
      case ContractEnded _, ContractRevoked _ ->
          List.copyOf(of(contract).keySet()).forEach(this::remove);
      case DispatchDecided e -> {
        boolean refused =
            e.judgement().breach().filter(b -> b.clause().equals(Silence.CLAUSE)).isPresent();
        if (!refused) {
          alive(contract, placed, e.agent().value());
        }
        if (!e.request().afterTheFact() || e.judgement().verdict() != Verdict.DEFERRED) {
          waits(contract, e.request().id().value(), e.judgement());
        }
      }
      case DispatchRejudged e -> waits(contract, e.dispatch().value(), e.judgement());
      case DispatchClosed e -> remove(contract, e.dispatch());
      case ApprovalRecorded e -> {
        if (!e.granted()) {
          remove(contract, e.dispatch());
        }
      }
      case ApprovalEscalated e -> escalated(contract, e);
      case EvidenceRecorded e -> arrived(contract, e, placed.time());
      case OutcomeRecorded e -> alive(contract, placed, e.agent().value());
      case HeartbeatRecorded e -> alive(contract, placed, e.agent().value());
      case FailureSignalled e -> {
        if (Silence.is(e)) {
          find(contract, CONTRACT, Kind.HEARTBEAT).ifPresent(row -> put(row.notDue()));
        }
      }
      case ContractDelegated _,
          PhaseDecided _,
          StepJudged _,
          ApprovalWithdrawn _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ -> {}
    }
  }

  /// Rows that are there now and were not, or not so.
  List<DueRow> written() {
    List<DueRow> written = new ArrayList<>();
    for (DueRow.Key key : changed) {
      DueRow row = of(key.contract()).get(key);
      if (row != null) {
        written.add(row);
      }
    }
    return written;
  }

  /// Rows that are there no more.
  List<DueRow.Key> removed() {
    return changed.stream().filter(key -> !of(key.contract()).containsKey(key)).toList();
  }

  private void terms(ContractKey contract, StoppingConditions stopping) {
    put(DueRow.at(new DueRow.Key(contract, CONTRACT, Kind.EXPIRY), stopping.expiresAt(), ""));
    DueRow.Key heartbeat = new DueRow.Key(contract, CONTRACT, Kind.HEARTBEAT);
    Optional<DueRow> before = find(contract, CONTRACT, Kind.HEARTBEAT);
    if (stopping.heartbeatMax().isEmpty()) {
      before.ifPresent(row -> remove(row.key()));
      return;
    }
    String detail = stopping.heartbeatMax().get() + " " + stopping.notBefore();
    DueRow row = new DueRow(heartbeat, Optional.empty(), before.flatMap(DueRow::since), detail);
    // A silence that was signalled stays so until there is a sign of life.
    boolean signalled = before.filter(known -> known.at().isEmpty()).isPresent();
    put(signalled ? row : row.dueAt(overdue(row)));
  }

  private void alive(ContractKey contract, PlacedEvent placed, String agent) {
    if (placed.actor().equals(agent)) {
      find(contract, CONTRACT, Kind.HEARTBEAT)
          .map(row -> new DueRow(row.key(), row.at(), Optional.of(placed.time()), row.detail()))
          .ifPresent(row -> put(row.dueAt(overdue(row))));
    }
  }

  private static Instant overdue(DueRow heartbeat) {
    int space = heartbeat.detail().indexOf(' ');
    Instant start = Instant.parse(heartbeat.detail().substring(space + 1));
    return heartbeat
        .since()
        .filter(at -> at.isAfter(start))
        .orElse(start)
        .plus(Duration.parse(heartbeat.detail().substring(0, space)));
  }

  /// What a dispatch waits for from here on; nothing if it was released or refused.
  private void waits(ContractKey contract, String dispatch, Judgement judgement) {
    Optional<DueRow> before = find(contract, dispatch, Kind.TIMEOUT);
    Optional<DueRow> escalation = find(contract, dispatch, Kind.ESCALATION);
    remove(contract, new DispatchId(dispatch));
    boolean waits =
        switch (judgement.verdict()) {
          case APPROVAL_REQUIRED, DEFERRED -> true;
          case AUTHORIZED, CONSTRAINED, VETOED -> false;
        };
    if (!waits) {
      return;
    }
    String verdict = judgement.verdict().name();
    Optional<DueRow> same = before.filter(row -> row.detail().equals(verdict));
    Instant judged = judgement.basis().now();
    Instant since = same.flatMap(DueRow::since).orElse(judged);
    put(
        new DueRow(
            new DueRow.Key(contract, dispatch, Kind.TIMEOUT),
            Optional.of(DueRow.millis(Waits.deadline(judgement, since))),
            Optional.of(since),
            verdict));
    if (judgement.verdict() == Verdict.APPROVAL_REQUIRED) {
      judgement
          .approval()
          .flatMap(Judgement.ApprovalRequirement::escalation)
          .ifPresent(to -> escalates(contract, dispatch, to, since, same.flatMap(_ -> escalation)));
    } else {
      judgement
          .until()
          .flatMap(Until::parse)
          .ifPresent(until -> {
            DueRow row =
                new DueRow(
                    new DueRow.Key(contract, dispatch, Kind.DEFERRAL),
                    Optional.empty(),
                    Optional.empty(),
                    judgement.until().orElseThrow());
            put(until.time(judged).map(row::dueAt).orElse(row));
          });
    }
  }

  private void escalates(
      ContractKey contract,
      String dispatch,
      Escalation escalation,
      Instant since,
      Optional<DueRow> before) {
    String done = before.map(DueRow::detail).orElse("");
    DueRow.Key key = new DueRow.Key(contract, dispatch, Kind.ESCALATION);
    boolean made = Arrays.asList(done.split("\n", -1)).containsAll(escalation.roles());
    Optional<Long> at =
        made ? Optional.empty() : Optional.of(DueRow.millis(since.plus(escalation.after())));
    put(new DueRow(key, at, Optional.empty(), done));
  }

  private void escalated(ContractKey contract, ApprovalEscalated e) {
    find(contract, e.dispatch().value(), Kind.ESCALATION)
        .ifPresent(row -> {
          Set<String> roles = new TreeSet<>(e.roles());
          if (!row.detail().isEmpty()) {
            roles.addAll(Arrays.asList(row.detail().split("\n", -1)));
          }
          put(new DueRow(row.key(), Optional.empty(), Optional.empty(), String.join("\n", roles)));
        });
  }

  /// Due at once, until the new judgement, which mostly follows in the same append.
  private void arrived(ContractKey contract, EvidenceRecorded e, Instant at) {
    for (DueRow row : List.copyOf(of(contract).values())) {
      if (row.key().kind() == Kind.DEFERRAL
          && Until.parse(row.detail())
              .filter(until -> until.awaits(e.evidence().kind(), e.facts()))
              .isPresent()) {
        put(row.dueAt(at));
      }
    }
  }

  private Optional<DueRow> find(ContractKey contract, String dispatch, Kind kind) {
    return Optional.ofNullable(of(contract).get(new DueRow.Key(contract, dispatch, kind)));
  }

  private void put(DueRow row) {
    of(row.key().contract()).put(row.key(), row);
    changed.add(row.key());
  }

  private void remove(ContractKey contract, DispatchId dispatch) {
    for (Kind kind : Kind.values()) {
      find(contract, dispatch.value(), kind).ifPresent(row -> remove(row.key()));
    }
  }

  private void remove(DueRow.Key key) {
    of(key.contract()).remove(key);
    changed.add(key);
  }

  private Map<DueRow.Key, DueRow> of(ContractKey contract) {
    return rows.computeIfAbsent(contract, _ -> new HashMap<>());
  }

  private static ContractKey key(PlacedEvent placed, ContractEvent event) {
    return new ContractKey(placed.tenant(), event.contract().value());
  }
}
