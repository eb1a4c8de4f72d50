package dev.phaseledger.command.contract;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
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
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.policy.condition.ConditionInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    Delegations delegations) {

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
        Delegations.NONE);
  }

  /// The state after one more event.
  public ContractState evolve(ContractEvent event, Cause cause) {
    return switch (event) {
      case ContractIssued e -> issued(e);
      case ContractAmended e -> amended(e);
      case ContractEnded e -> ended(status(e.ending()));
      case ContractRevoked _ -> ended(Status.REVOKED);
      case DispatchDecided e -> decided(e, cause);
      case ApprovalRecorded e -> answered(e, cause);
      case DispatchRejudged e -> rejudged(e, cause);
      case EvidenceRecorded e -> withEvidence(e, cause);
      case OutcomeRecorded e -> ended(e, cause);
      case DispatchClosed e -> closed(e.dispatch(), activity);
      case ContractDelegated e -> with(progress, delegations.with(e));
      case PhaseDecided e ->
          e.granted() ? with(progress.entered(e.phase(), cause.at()), delegations) : this;
      case ApprovalWithdrawn _,
          ApprovalEscalated _,
          FailureSignalled _,
          HeartbeatRecorded _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ ->
          this;
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

  private static Status status(Ending ending) {
    return switch (ending) {
      case FULFILLED -> Status.FULFILLED;
      case STOPPED -> Status.STOPPED;
      case EXPIRED -> Status.EXPIRED;
    };
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
        delegations);
  }

  private ContractState ended(Status how) {
    List<DispatchId> pending =
        open.entrySet().stream()
            .filter(dispatch -> dispatch.getValue() instanceof Pending)
            .map(Map.Entry::getKey)
            .toList();
    return with(open.minusAll(pending), activity, how);
  }

  private ContractState decided(DispatchDecided e, Cause cause) {
    DispatchRequest request = e.request();
    Verdict verdict = e.judgement().verdict();
    return switch (verdict) {
      case AUTHORIZED, CONSTRAINED -> release(request, cause.at());
      case APPROVAL_REQUIRED ->
          opened(
              request.id(),
              new Pending(request, e.requestDigest(), cause.actor(), e.judgement(), List.of()),
              activity);
      case DEFERRED -> this;
      case VETOED -> with(open, activity.denied(cause.at()), status);
    };
  }

  private ContractState rejudged(DispatchRejudged e, Cause cause) {
    if (!(open.get(e.dispatch()) instanceof Pending pending)) {
      throw new IllegalStateException("dispatch " + e.dispatch() + " is not pending");
    }
    return switch (e.judgement().verdict()) {
      case AUTHORIZED, CONSTRAINED -> release(pending.request(), cause.at());
      case APPROVAL_REQUIRED -> opened(e.dispatch(), pending.rejudged(e.judgement()), activity);
      case DEFERRED -> closed(e.dispatch(), activity);
      case VETOED -> closed(e.dispatch(), activity.denied(cause.at()));
    };
  }

  private ContractState answered(ApprovalRecorded e, Cause cause) {
    if (!(open.get(e.dispatch()) instanceof Pending pending)) {
      throw new IllegalStateException("dispatch " + e.dispatch() + " is not pending");
    }
    return e.granted()
        ? opened(e.dispatch(), pending.with(e, cause.at()), activity)
        : closed(e.dispatch(), activity.denied(cause.at()));
  }

  private ContractState release(DispatchRequest request, Instant at) {
    return new ContractState(
        contract,
        terms,
        grant,
        status,
        released + 1,
        Math.addExact(spentMicros, request.costMicros()),
        firstReleasedAt.or(() -> Optional.of(at)),
        activity.released(at),
        open.plus(request.id(), new Released()),
        evidence,
        facts,
        progress,
        delegations);
  }

  private ContractState opened(DispatchId id, OpenDispatch dispatch, Activity now) {
    return with(open.plus(id, dispatch), now, status);
  }

  private ContractState closed(DispatchId id, Activity now) {
    return with(open.minus(id), now, status);
  }

  private ContractState ended(OutcomeRecorded e, Cause cause) {
    return closed(
        e.dispatch(), e.outcome() == Outcome.FAILED ? activity.failed(cause.at()) : activity);
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
        open,
        List.copyOf(latest),
        facts.with(e.facts()),
        progress.with(e.evidence(), cause.actor()),
        delegations);
  }

  private ContractState with(PhaseProgress nowAt, Delegations nowDelegated) {
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
        nowDelegated);
  }

  private ContractState with(
      PMap<DispatchId, OpenDispatch> nowOpen, Activity now, Status nowStatus) {
    return new ContractState(
        contract,
        terms,
        grant,
        nowStatus,
        released,
        spentMicros,
        firstReleasedAt,
        now,
        nowOpen,
        evidence,
        facts,
        progress,
        delegations);
  }
}
