package dev.phaseledger.command.backtest;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
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
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.command.contract.ContractDecider;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.Delegations.Child;
import dev.phaseledger.command.contract.OpenDispatch;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.Situation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What becomes of contracts and dispatches where history goes another way.
///
/// Of what was not done on record nobody knows how it would have ended. A dispatch that is released
/// now and was not on record is taken to have succeeded at the cost it asked for; one that waits
/// now and did not on record gets no answer, is judged anew when what it waits for is on record,
/// and ends with its time.
final class Course {

  private static final String ASSUMED = "Taken to have succeeded: it was not released on record.";

  private final PastState state;
  private final Opener opener;

  /// Dispatches that wait now and did not on record, or for something else.
  private final Map<ContractId, Waits> waiting = new HashMap<>();

  /// Contracts of which not everything is as recorded.
  private final Set<ContractId> other = new HashSet<>();

  /// What waits under one contract.
  private static final class Waits {
    private final Set<DispatchId> dispatches = new LinkedHashSet<>();

    /// Before this time there is nothing to do for any of them.
    private Instant nextLook = Instant.MAX;

    void add(Waiting each) {
      dispatches.add(each.id());
      look(each);
    }

    /// Whether something that is deferred can go on depends on more than time.
    void look(Waiting each) {
      Instant at = each instanceof Deferred ? Instant.MIN : each.deadline();
      nextLook = at.isBefore(nextLook) ? at : nextLook;
    }
  }

  Course(PastState state, Opener opener) {
    this.state = state;
    this.opener = opener;
  }

  /// Lets things happen as a result of one entry, and what an end leads to.
  void happen(ContractId contract, List<? extends LedgerEvent> events, RecordedEvent entry) {
    boolean before = state.find(contract).map(ContractState::active).orElse(false);
    var cause = new ContractState.Cause(entry.actor(), entry.time());
    for (LedgerEvent event : events) {
      switch (event) {
        case ContractEvent e -> state.evolve(e, cause);
        case AgentEvent e -> state.evolve(e, entry.time());
        case PolicyEvent _, SubjectEvent _, LogEvent _ ->
            throw new IllegalStateException("no decision leads to " + event);
      }
    }
    if (before && !state.contract(contract).active()) {
      orphan(state.contract(contract), entry);
    }
  }

  /// Whatever ends a contract ends what was delegated under it.
  private void orphan(ContractState ended, RecordedEvent entry) {
    waiting.remove(ended.contract());
    for (Child child : ended.delegations().children()) {
      state
          .find(child.contract())
          .filter(ContractState::active)
          .ifPresent(left -> happen(left.contract(), ContractDecider.orphaned(left, ended), entry));
    }
  }

  /// Takes note of where a decision leads that leads elsewhere on record.
  void decided(Place place, Judgement recorded, Judgement anew, RecordedEvent entry) {
    OpenDispatch open = state.contract(place.contract()).open().get(place.dispatch());
    notWaiting(place.contract(), place.dispatch());
    if (recorded.verdict() == anew.verdict()) {
      return;
    }
    other.add(place.contract());
    if (open instanceof Waiting each) {
      waiting.computeIfAbsent(place.contract(), _ -> new Waits()).add(each);
    }
    if (recorded.verdict() == Verdict.VETOED) {
      assumeIfReleased(place.contract(), place.dispatch(), entry);
    }
    stopIfMet(place.contract(), entry);
  }

  /// Whether a waiting dispatch that was judged anew on record is judged anew now.
  boolean comesUp(DispatchRejudged e, Approving approving) {
    ContractState contract = state.contract(e.contract());
    if (!contract.active()) {
      return false;
    }
    OpenDispatch open = contract.open().get(e.dispatch());
    Waits waits = waiting.get(e.contract());
    boolean own = waits != null && waits.dispatches.contains(e.dispatch());
    return open instanceof Pending
        ? !own || approving.answered(e.dispatch())
        : open instanceof Deferred && !own;
  }

  /// A dispatch that has come to its end on record without being released, or was released there.
  void ended(ContractId contract, DispatchId dispatch, Judgement recorded, RecordedEvent entry) {
    other.add(contract);
    if (recorded.verdict() == Verdict.VETOED) {
      assumeIfReleased(contract, dispatch, entry);
    }
  }

  private void assumeIfReleased(ContractId contract, DispatchId dispatch, RecordedEvent entry) {
    if (state.contract(contract).open().get(dispatch) instanceof Released) {
      assume(contract, dispatch, entry);
    }
  }

  private void assume(ContractId contract, DispatchId dispatch, RecordedEvent entry) {
    happen(
        contract,
        List.of(
            new OutcomeRecorded(
                contract,
                state.contract(contract).terms().agent(),
                dispatch,
                Outcome.SUCCEEDED,
                ASSUMED,
                Optional.empty(),
                OptionalLong.empty())),
        entry);
  }

  /// Lets time pass for dispatches that wait on no record.
  void pass(ContractId id, RecordedEvent entry) {
    Waits waits = waiting.get(id);
    if (waits == null || entry.time().isBefore(waits.nextLook)) {
      return;
    }
    for (DispatchId dispatch : List.copyOf(waits.dispatches)) {
      ContractState contract = state.contract(id);
      OpenDispatch open = contract.open().get(dispatch);
      if (!(open instanceof Waiting each)) {
        notWaiting(id, dispatch);
      } else if (each.over(entry.time())) {
        happen(id, List.of(Closings.timedOut(each, contract)), entry);
        notWaiting(id, dispatch);
      } else if (each instanceof Deferred deferred && deferred.ready(contract, entry.time())) {
        anew(deferred, contract, entry);
      }
    }
    waits.nextLook = Instant.MAX;
    for (DispatchId dispatch : waits.dispatches) {
      if (state.contract(id).open().get(dispatch) instanceof Waiting each) {
        waits.look(each);
      }
    }
  }

  private void anew(Deferred deferred, ContractState contract, RecordedEvent entry) {
    Situation situation = state.situation(contract, entry.time());
    switch (opener.open(deferred.request())) {
      case Opener.Opened.Whole whole -> {
        Ruling ruling = new Judge(situation).rejudge(whole.request(), List.of(), Set.of());
        happen(contract.contract(), Deferral.led(deferred, ruling, situation), entry);
        if (!(state.contract(contract.contract()).open().get(deferred.id()) instanceof Waiting)) {
          notWaiting(contract.contract(), deferred.id());
          assumeIfReleased(contract.contract(), deferred.id(), entry);
        }
      }
      // Nobody can say: it goes on waiting, and ends with its time.
      case Opener.Opened.Erased _ -> {}
    }
  }

  private void notWaiting(ContractId contract, DispatchId dispatch) {
    Waits waits = waiting.get(contract);
    if (waits != null) {
      waits.dispatches.remove(dispatch);
      if (waits.dispatches.isEmpty()) {
        waiting.remove(contract);
      }
    }
  }

  /// Takes what people, programs and time did, as far as it can still happen.
  void follow(RecordedEvent entry, ContractEvent event) {
    Optional<ContractState> known = state.find(event.contract());
    boolean active = known.map(ContractState::active).orElse(false);
    switch (event) {
      case ContractIssued e -> issue(entry, e);
      case ContractAmended _, ContractDelegated _, PhaseDecided _, HeartbeatRecorded _ -> {
        if (active) {
          happen(event.contract(), List.of(event), entry);
        }
      }
      case ContractEnded e -> {
        if (active) {
          happen(e.contract(), List.of(e), entry);
        }
      }
      case ContractRevoked e -> {
        if (active && !(e.cause() == RevocationCause.PARENT && isParentActive(known.get()))) {
          happen(e.contract(), List.of(e), entry);
        }
      }
      case ApprovalRecorded e -> answered(entry, e);
      case ApprovalWithdrawn e -> {
        if (state.contract(e.contract()).open().get(e.dispatch()) instanceof Pending pending
            && pending.approvalOf(e.approver()).isPresent()) {
          happen(e.contract(), List.of(e), entry);
        }
      }
      case ApprovalEscalated e -> {
        if (state.contract(e.contract()).open().get(e.dispatch()) instanceof Pending) {
          happen(e.contract(), List.of(e), entry);
        }
      }
      case DispatchClosed e -> closed(entry, e);
      case OutcomeRecorded e -> {
        if (state.contract(e.contract()).open().get(e.dispatch()) instanceof Released) {
          happen(e.contract(), List.of(e), entry);
          stopIfMet(e.contract(), entry);
        }
      }
      case EvidenceRecorded e -> {
        happen(e.contract(), List.of(e), entry);
        stopIfMet(e.contract(), entry);
      }
      case FailureSignalled _,
          StepJudged _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ ->
          happen(event.contract(), List.of(event), entry);
      case DispatchDecided _, DispatchRejudged _ ->
          throw new IllegalStateException("a decision is made anew");
    }
  }

  /// A contract under another that grants nothing any more grants nothing.
  private void issue(RecordedEvent entry, ContractIssued e) {
    happen(e.contract(), List.of(e), entry);
    e.terms()
        .parent()
        .map(state::contract)
        .filter(parent -> !parent.active())
        .ifPresent(parent ->
            happen(
                e.contract(),
                ContractDecider.orphaned(state.contract(e.contract()), parent),
                entry));
  }

  private boolean isParentActive(ContractState contract) {
    return contract.terms().parent().map(id -> state.contract(id).active()).orElse(false);
  }

  /// An answer counts for what is shown now: who said yes on record would see another policy, and
  /// is taken to say the same.
  private void answered(RecordedEvent entry, ApprovalRecorded e) {
    if (state.contract(e.contract()).open().get(e.dispatch()) instanceof Pending pending) {
      happen(
          e.contract(),
          List.of(
              new ApprovalRecorded(
                  e.contract(),
                  e.dispatch(),
                  e.approver(),
                  e.onBehalfOf(),
                  e.roles(),
                  e.granted(),
                  pending.shown(),
                  e.reason())),
          entry);
    } else if (!e.granted()) {
      assumeIfReleased(e.contract(), e.dispatch(), entry);
    }
  }

  private void closed(RecordedEvent entry, DispatchClosed e) {
    OpenDispatch open = state.contract(e.contract()).open().get(e.dispatch());
    boolean released = open instanceof Released;
    if (released && e.closing() != Closing.CANCELLED) {
      assume(e.contract(), e.dispatch(), entry);
    } else if (open != null) {
      happen(e.contract(), List.of(e), entry);
      notWaiting(e.contract(), e.dispatch());
    }
  }

  /// Where everything is as recorded, the record says whether the contract stops itself.
  private void stopIfMet(ContractId contract, RecordedEvent entry) {
    if (other.contains(contract)) {
      List<ContractEvent> stop = ContractDecider.stopIfMet(state.contract(contract), entry.time());
      happen(contract, stop, entry);
    }
  }

  /// Whether a stop that is on record right behind what led to it happens.
  boolean asRecorded(ContractId contract) {
    return !other.contains(contract);
  }
}
