package dev.phaseledger.command.contract;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
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
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.OpenDispatch.Asked;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.policy.condition.ConditionInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// An execution contract, folded from its events. Immutable; every part of it is bounded, so that
/// judging costs the same however long the history is.
///
/// @param grant the terms, compiled
/// @param released released dispatches so far
/// @param spentMicros cost of released dispatches so far
/// @param open dispatches that something is still to come for; shares its parts with earlier states
/// @param evidence the latest evidence, latest first
/// @param progress where the work stands among the contract's phases
/// @param delegations what was passed on under contracts of their own
/// @param pulse when the agent last gave a sign of life
public record ContractState(
    ContractId contract,
    ContractTerms terms,
    Grant grant,
    Status status,
    long released,
    long spentMicros,
    Optional<Instant> firstReleasedAt,
    Activity activity,
    PMap<DispatchId, OpenDispatch> open,
    List<Evidence> evidence,
    Facts facts,
    PhaseProgress progress,
    Delegations delegations,
    Pulse pulse) {

  /// Whether the contract grants anything.
  public enum Status {
    ACTIVE,
    FULFILLED,
    STOPPED,
    EXPIRED,
    REVOKED
  }

  public boolean active() {
    return status == Status.ACTIVE;
  }

  /// The status as it is said in a sentence.
  public String statusWord() {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// Refuses what needs a contract that grants something.
  ///
  /// @throws InvalidFieldException naming the contract
  public void requireActive() {
    requireActive("contractId");
  }

  void requireActive(String field) {
    if (!active()) {
      throw new InvalidFieldException(field, "'%s' is %s".formatted(contract, statusWord()));
    }
  }

  /// When and by whom an event was caused.
  public record Cause(PrincipalId actor, Instant at) {}

  /// The state a contract has from its first event.
  public static ContractState issued(ContractIssued event) {
    return new ContractState(
        event.contract(),
        event.terms(),
        Grant.of(event.terms()),
        Status.ACTIVE,
        0,
        0,
        Optional.empty(),
        Activity.NONE,
        HashTreePMap.empty(),
        List.of(),
        Facts.NONE,
        PhaseProgress.start(event.terms().phases()),
        Delegations.NONE,
        Pulse.NONE);
  }

  /// The state after one more event.
  ///
  /// @throws IllegalStateException if no transition leads there, see [ContractTransitions],
  ///   [DispatchTransitions], [ApprovalTransitions] and [PhaseTransitions]
  public ContractState evolve(ContractEvent event, Cause cause) {
    Transitions.require(this, event);
    ContractState next = folded(event, cause);
    Transitions.requireReached(this, event, next);
    return next;
  }

  private ContractState folded(ContractEvent event, Cause cause) {
    return switch (event) {
      case ContractIssued e -> issued(e);
      case ContractAmended e -> amended(e);
      case ContractEnded _, ContractRevoked _ -> ended(ContractTransitions.next(status, event));
      case DispatchDecided e -> decided(e, cause).alive(e, cause);
      case ApprovalRecorded e -> answered(e, cause);
      case ApprovalWithdrawn e -> with(dispatches().withdrawn(e));
      case ApprovalEscalated e -> with(dispatches().escalated(e));
      case DispatchRejudged e -> rejudged(e, cause);
      case EvidenceRecorded e -> withEvidence(e, cause);
      case OutcomeRecorded e -> ended(e, cause).alive(cause);
      case DispatchClosed e -> closed(e, cause);
      case HeartbeatRecorded _ -> alive(cause);
      case FailureSignalled e -> Silence.is(e) ? with(pulse.missed()) : this;
      case ContractDelegated e -> with(progress, delegations.with(e), pulse);
      case PhaseDecided e ->
          e.granted() ? with(progress.entered(e.phase(), cause.at()), delegations, pulse) : this;
      case StepJudged _, PathTaken _, RollbackRequested _, NotificationRequested _ -> this;
    };
  }

  /// Whether a caller acts under this contract: its agent, or an operator for it.
  public boolean isParty(Principal caller) {
    boolean agentItself =
        caller.holds(Role.AGENT) && caller.id().value().equals(terms.agent().value());
    return agentItself || caller.holds(Role.OPERATOR);
  }

  /// Released dispatches so far, with those set aside for what was delegated.
  public long actionsUsed() {
    return released + delegations.actions();
  }

  /// Cost of released dispatches so far, with what was set aside for what was delegated.
  public long costMicrosUsed() {
    return spentMicros + delegations.costMicros();
  }

  /// Why the contract's own stop condition ends it, if it does.
  public Optional<String> stopsBecause(Instant now) {
    return grant
        .stop()
        .flatMap(stop ->
            stop.reason(
                new ConditionInput(
                    new ConditionInput.Usage(
                        contract,
                        terms.agent(),
                        terms.version(),
                        actionsUsed(),
                        costMicrosUsed(),
                        open.size(),
                        firstReleasedAt),
                    counters(now),
                    evidence,
                    now)));
  }

  /// The counters that invariants read.
  public Map<String, Long> counters(Instant now) {
    return activity.counters(now);
  }

  /// Released dispatches within the last 60 minutes.
  public long actionsWithinHour(Instant now) {
    return activity.actionsWithinHour(now);
  }

  private ContractState amended(ContractAmended e) {
    return new ContractState(
        contract,
        e.terms(),
        Grant.of(e.terms()),
        status,
        released,
        spentMicros,
        firstReleasedAt,
        activity,
        open,
        evidence,
        facts,
        progress.amended(e.terms().phases()),
        delegations,
        pulse);
  }

  private ContractState ended(Status how) {
    return with(dispatches().contractEnded(), activity, how);
  }

  private ContractState decided(DispatchDecided e, Cause cause) {
    DispatchRequest request = e.request();
    var asked = new Asked(request, e.requestDigest(), cause.actor(), e.onBehalfOf());
    return switch (e.judgement().verdict()) {
      case AUTHORIZED, CONSTRAINED -> release(request, cause.at());
      case APPROVAL_REQUIRED -> with(dispatches().pending(asked, e.judgement()));
      // What was done already can wait for nothing.
      case DEFERRED ->
          request.afterTheFact() ? this : with(dispatches().deferred(asked, e.judgement()));
      case VETOED -> with(dispatches(), activity.vetoed(cause.at()), status);
    };
  }

  private ContractState rejudged(DispatchRejudged e, Cause cause) {
    Waiting waiting = dispatches().waiting(e.dispatch());
    Judgement anew = e.judgement();
    return switch (anew.verdict()) {
      case AUTHORIZED, CONSTRAINED -> release(waiting.request(), cause.at());
      case APPROVAL_REQUIRED -> with(dispatches().rejudgedPending(e.dispatch(), anew));
      case DEFERRED ->
          waiting.request().afterTheFact()
              ? closed(e.dispatch(), activity)
              : with(dispatches().rejudgedDeferred(e.dispatch(), anew));
      case VETOED -> closed(e.dispatch(), activity.vetoed(cause.at()));
    };
  }

  private ContractState answered(ApprovalRecorded e, Cause cause) {
    return with(
        dispatches().answered(e, cause.at()), activity.answered(e.granted(), cause.at()), status);
  }

  private ContractState closed(DispatchClosed e, Cause cause) {
    return closed(
        e.dispatch(), e.closing() == Closing.TIMED_OUT ? activity.timedOut(cause.at()) : activity);
  }

  private ContractState release(DispatchRequest request, Instant at) {
    return used(1, request.costMicros(), firstReleasedAt.or(() -> Optional.of(at)))
        .with(dispatches().released(request), activity.released(request, at), status);
  }

  private OpenDispatches dispatches() {
    return new OpenDispatches(open);
  }

  private ContractState with(OpenDispatches now) {
    return with(now, activity, status);
  }

  private ContractState closed(DispatchId id, Activity now) {
    return with(dispatches().closed(id), now, status);
  }

  private ContractState ended(OutcomeRecorded e, Cause cause) {
    Activity now =
        switch (e.outcome()) {
          case SUCCEEDED -> activity.succeeded(cause.at());
          case FAILED -> activity.failed(cause.at());
          case UNKNOWN -> activity;
        };
    ContractState next = closed(e.dispatch(), now);
    return open.get(e.dispatch()) instanceof Released(OptionalLong authorized, _)
            && authorized.isPresent()
            && e.costMicros().isPresent()
        ? next.used(0, e.costMicros().getAsLong() - authorized.getAsLong(), firstReleasedAt)
        : next;
  }

  private ContractState used(long actions, long micros, Optional<Instant> first) {
    return new ContractState(
        contract,
        terms,
        grant,
        status,
        released + actions,
        Math.addExact(spentMicros, micros),
        first,
        activity,
        open,
        evidence,
        facts,
        progress,
        delegations,
        pulse);
  }

  private ContractState withEvidence(EvidenceRecorded e, Cause cause) {
    var latest = new ArrayList<Evidence>(evidence.size() + 1);
    latest.add(e.evidence());
    latest.addAll(evidence);
    if (latest.size() > Limits.CONTRACT_EVIDENCE_MAX) {
      latest.removeLast();
    }
    return new ContractState(
        contract,
        terms,
        grant,
        status,
        released,
        spentMicros,
        firstReleasedAt,
        activity,
        dispatches().arrived(e).all(),
        List.copyOf(latest),
        facts.with(e.facts()),
        progress.with(e.evidence(), cause.actor()),
        delegations,
        pulse);
  }

  /// Asking is a sign of life, except where it was refused for want of one.
  private ContractState alive(DispatchDecided e, Cause cause) {
    boolean refused =
        e.judgement().breach().filter(b -> b.clause().equals(Silence.CLAUSE)).isPresent();
    return refused ? this : alive(cause);
  }

  private ContractState alive(Cause cause) {
    return cause.actor().value().equals(terms.agent().value())
        ? with(Pulse.beat(cause.at()))
        : this;
  }

  private ContractState with(Pulse next) {
    return with(progress, delegations, next);
  }

  private ContractState with(PhaseProgress nowAt, Delegations nowDelegated, Pulse beat) {
    return new ContractState(
        contract,
        terms,
        grant,
        status,
        released,
        spentMicros,
        firstReleasedAt,
        activity,
        open,
        evidence,
        facts,
        nowAt,
        nowDelegated,
        beat);
  }

  private ContractState with(OpenDispatches nowOpen, Activity now, Status nowStatus) {
    return new ContractState(
        contract,
        terms,
        grant,
        nowStatus,
        released,
        spentMicros,
        firstReleasedAt,
        now,
        nowOpen.all(),
        evidence,
        facts,
        progress,
        delegations,
        pulse);
  }
}
