package dev.phaseledger.command.backtest;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.command.contract.OpenDispatch;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// History as it would have gone on: each decision is made on what the decisions before it would
/// have led to.
///
/// What people, programs and the passing of time did is taken as recorded, as far as it can still
/// happen; what followed from a decision follows from the new one instead. What a revocation path
/// did is left out where its trigger does not happen; a trigger that is new sets nothing off.
/// [Course] says what becomes of a dispatch that goes another way. Folds one tenant's entries, in
/// the order of positions and from the first on; used by one thread.
public final class CandidateFold {

  private final Candidate candidate;
  private final Opener opener;
  private final PastState state;
  private final Course course;
  private final Chain chain = new Chain();
  private final Approving approving = new Approving();

  /// Positions of what would not have happened and may have caused something.
  private final Set<Long> undone = new HashSet<>();

  /// Whether the last new decision has led to a failure signal.
  private boolean signalled;

  public CandidateFold(Candidate candidate, Opener opener) {
    this.candidate = candidate;
    this.opener = opener;
    this.state = new PastState(candidate);
    this.course = new Course(state, opener);
  }

  /// Folds one more entry.
  ///
  /// @return the decision that it holds beside the new one, if it holds one that the candidate is
  ///   to judge
  public Optional<Comparison> next(RecordedEvent entry) {
    if (entry.position() < candidate.from()) {
      state.follow(entry);
      approving.follow(entry);
      return Optional.empty();
    }
    Optional<Comparison> comparison = tried(entry);
    approving.follow(entry);
    return comparison;
  }

  private Optional<Comparison> tried(RecordedEvent entry) {
    switch (entry.event()) {
      case DispatchDecided e -> {
        course.pass(e.contract(), entry);
        return Optional.of(decide(entry, e));
      }
      case DispatchRejudged e -> {
        course.pass(e.contract(), entry);
        return Optional.of(rejudge(entry, e));
      }
      case ContractEvent e -> {
        if (chain.follows(entry)) {
          followed(entry, e);
        } else if (!undone(causedBy(e))) {
          course.pass(e.contract(), entry);
          course.follow(entry, e);
        } else {
          undone.add(entry.position());
        }
      }
      case AgentEvent e -> {
        if (!chain.follows(entry) && !undone(causedBy(e))) {
          state.follow(entry);
        }
      }
      case PolicyEvent _, SubjectEvent _, LogEvent _ -> {
        chain.follows(entry);
        state.follow(entry);
      }
    }
    return Optional.empty();
  }

  /// What followed from a decision on record follows from the new one or not at all. A contract
  /// stops itself as recorded where nothing has gone another way: its condition may ask for a
  /// moment that no entry has.
  private void followed(RecordedEvent entry, ContractEvent event) {
    if (event instanceof ContractEnded stop && course.asRecorded(stop.contract())) {
      course.follow(entry, stop);
    } else if (!(event instanceof FailureSignalled) || !signalled) {
      undone.add(entry.position());
    }
  }

  private boolean undone(Optional<CausedBy> cause) {
    OptionalLong at = cause.map(CausedBy::position).orElse(OptionalLong.empty());
    return at.isPresent() && undone.contains(at.getAsLong());
  }

  private Comparison decide(RecordedEvent entry, DispatchDecided e) {
    Retrial retrial = state.retrial(entry, approving).orElseThrow();
    Optional<Ruling> known = retrial.ruling(opener);
    if (known.isEmpty()) {
      // Nobody knows what would have been decided: history is believed, with what followed.
      chain.passed(entry);
      course.happen(e.contract(), List.of(e), entry);
      return new Comparison.Unreadable(retrial.place(), e.judgement());
    }
    chain.decided(entry, retrial.place(), e.judgement());
    Ruling ruling = known.get();
    List<LedgerEvent> led = new ArrayList<>();
    led.add(
        new DispatchDecided(
            e.contract(),
            e.agent(),
            e.request(),
            e.requestDigest(),
            ruling.judgement(),
            e.onBehalfOf()));
    led.addAll(DispatchDecider.consequences(ruling, e.request(), retrial.situation()));
    return judged(entry, retrial, ruling.judgement(), led);
  }

  private Comparison rejudge(RecordedEvent entry, DispatchRejudged e) {
    Optional<Retrial> again =
        course.comesUp(e, approving) ? state.retrial(entry, approving) : Optional.empty();
    Place place = Place.of(entry, e.contract(), e.agent(), e.dispatch());
    if (again.isEmpty()) {
      chain.decided(entry, place, e.judgement());
      undone.add(entry.position());
      state.diverge();
      signalled = false;
      course.ended(e.contract(), e.dispatch(), e.judgement(), entry);
      return new Comparison.Moot(place, e.judgement());
    }
    Retrial retrial = again.get();
    Optional<Ruling> known = retrial.ruling(opener);
    if (known.isEmpty()) {
      chain.passed(entry);
      course.happen(e.contract(), List.of(e), entry);
      return new Comparison.Unreadable(place, e.judgement());
    }
    chain.decided(entry, place, e.judgement());
    return judged(entry, retrial, known.get().judgement(), led(e, known.get(), retrial));
  }

  private List<LedgerEvent> led(DispatchRejudged e, Ruling ruling, Retrial retrial) {
    OpenDispatch open = retrial.situation().contract().open().get(e.dispatch());
    if (open instanceof Deferred deferred) {
      return Deferral.led(deferred, ruling, retrial.situation());
    }
    if (open instanceof Waiting waiting) {
      return DispatchDecider.rejudged(ruling, waiting, retrial.situation());
    }
    throw new IllegalStateException("dispatch " + e.dispatch() + " does not wait");
  }

  private Comparison judged(
      RecordedEvent entry, Retrial retrial, Judgement anew, List<LedgerEvent> led) {
    Place place = retrial.place();
    if (retrial.recorded().verdict() != anew.verdict()) {
      undone.add(entry.position());
      state.diverge();
    }
    signalled = led.stream().anyMatch(FailureSignalled.class::isInstance);
    course.happen(place.contract(), led, entry);
    course.decided(place, retrial.recorded(), anew, entry);
    return new Comparison.Judged(place, retrial.recorded(), anew);
  }

  private static Optional<CausedBy> causedBy(ContractEvent event) {
    return switch (event) {
      case ContractRevoked e -> e.causedBy();
      case DispatchClosed e -> e.causedBy();
      case ContractEvent.PathTaken e -> Optional.of(e.causedBy());
      case ContractEvent.RollbackRequested e -> Optional.of(e.causedBy());
      case ContractEvent.NotificationRequested e -> Optional.of(e.causedBy());
      case ContractEvent.ContractIssued _,
          ContractEvent.ContractAmended _,
          ContractEvent.ContractDelegated _,
          ContractEvent.ContractEnded _,
          ContractEvent.PhaseDecided _,
          DispatchDecided _,
          DispatchRejudged _,
          ContractEvent.ApprovalRecorded _,
          ContractEvent.ApprovalWithdrawn _,
          ContractEvent.ApprovalEscalated _,
          ContractEvent.EvidenceRecorded _,
          ContractEvent.OutcomeRecorded _,
          FailureSignalled _,
          ContractEvent.StepJudged _,
          ContractEvent.HeartbeatRecorded _ ->
          Optional.empty();
    };
  }

  private static Optional<CausedBy> causedBy(AgentEvent event) {
    return switch (event) {
      case AgentLevelChanged e -> e.causedBy();
      case AgentSuspended e -> e.causedBy();
      case AgentRevoked e -> e.causedBy();
      case AgentEvent.AgentRegistered _,
          AgentEvent.AgentReinstated _,
          AgentEvent.AgentStepJudged _,
          AgentEvent.PromotionProposed _,
          AgentEvent.PromotionAnswered _ ->
          Optional.empty();
    };
  }
}
