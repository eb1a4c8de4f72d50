package dev.phaseledger.command.contract;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.command.transition.TransitionTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every change of status that a dispatch can go through. A contract keeps only those that are
/// open; of the others nothing can be recorded any more, so they need not be known.
///
/// One status differs from what its name says: what was done already waits for nothing, though it
/// would have been deferred; it is `DEFERRED` and not open.
public final class DispatchTransitions {

  /// What became of a dispatch so far.
  public enum DispatchStatus {
    RELEASED,
    PENDING,
    DEFERRED,
    VETOED,
    REJECTED,
    WITHDRAWN,
    TIMED_OUT,
    CANCELLED,
    VOID,
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }

  private static final DispatchStatus RELEASED = DispatchStatus.RELEASED;
  private static final DispatchStatus PENDING = DispatchStatus.PENDING;
  private static final DispatchStatus DEFERRED = DispatchStatus.DEFERRED;

  /// The table.
  public static final TransitionTable<DispatchStatus> TABLE =
      new TransitionTable<>(
          "dispatch",
          List.of(
              TransitionTable.first(DispatchDecided.class, RELEASED),
              TransitionTable.first(DispatchDecided.class, PENDING),
              TransitionTable.first(DispatchDecided.class, DEFERRED),
              TransitionTable.first(DispatchDecided.class, DispatchStatus.VETOED),
              TransitionTable.of(PENDING, ApprovalRecorded.class, "granted", PENDING),
              TransitionTable.of(PENDING, ApprovalWithdrawn.class, PENDING),
              TransitionTable.of(PENDING, ApprovalEscalated.class, PENDING),
              TransitionTable.of(PENDING, DispatchRejudged.class, PENDING),
              TransitionTable.of(PENDING, DispatchRejudged.class, RELEASED),
              TransitionTable.of(PENDING, DispatchRejudged.class, DEFERRED),
              TransitionTable.of(PENDING, DispatchRejudged.class, DispatchStatus.VETOED),
              TransitionTable.of(
                  PENDING, ApprovalRecorded.class, "not granted", DispatchStatus.REJECTED),
              TransitionTable.of(PENDING, DispatchClosed.class, DispatchStatus.WITHDRAWN),
              TransitionTable.of(PENDING, DispatchClosed.class, DispatchStatus.TIMED_OUT),
              TransitionTable.of(PENDING, DispatchClosed.class, DispatchStatus.CANCELLED),
              TransitionTable.of(PENDING, ContractEnded.class, DispatchStatus.VOID),
              TransitionTable.of(PENDING, ContractRevoked.class, DispatchStatus.VOID),
              TransitionTable.of(DEFERRED, DispatchRejudged.class, DEFERRED),
              TransitionTable.of(DEFERRED, DispatchRejudged.class, RELEASED),
              TransitionTable.of(DEFERRED, DispatchRejudged.class, PENDING),
              TransitionTable.of(DEFERRED, DispatchRejudged.class, DispatchStatus.VETOED),
              TransitionTable.of(DEFERRED, DispatchClosed.class, DispatchStatus.WITHDRAWN),
              TransitionTable.of(DEFERRED, DispatchClosed.class, DispatchStatus.TIMED_OUT),
              TransitionTable.of(DEFERRED, DispatchClosed.class, DispatchStatus.CANCELLED),
              TransitionTable.of(DEFERRED, ContractEnded.class, DispatchStatus.VOID),
              TransitionTable.of(DEFERRED, ContractRevoked.class, DispatchStatus.VOID),
              TransitionTable.of(RELEASED, ContractEnded.class, RELEASED),
              TransitionTable.of(RELEASED, ContractRevoked.class, RELEASED),
              TransitionTable.of(RELEASED, DispatchClosed.class, DispatchStatus.CANCELLED),
              TransitionTable.of(RELEASED, OutcomeRecorded.class, DispatchStatus.SUCCEEDED),
              TransitionTable.of(RELEASED, OutcomeRecorded.class, DispatchStatus.FAILED),
              TransitionTable.of(RELEASED, OutcomeRecorded.class, DispatchStatus.UNKNOWN)));

  private DispatchTransitions() {}

  /// The status of a dispatch after an event that decides on it.
  ///
  /// @param from empty if it is not open
  /// @throws IllegalStateException if the event cannot happen in this status
  public static DispatchStatus next(Optional<DispatchStatus> from, ContractEvent event) {
    DispatchStatus to =
        switch (event) {
          case DispatchDecided e -> of(e.judgement().verdict());
          case DispatchRejudged e -> of(e.judgement().verdict());
          case ApprovalRecorded e -> e.granted() ? PENDING : DispatchStatus.REJECTED;
          case ApprovalWithdrawn _, ApprovalEscalated _ -> PENDING;
          case DispatchClosed e -> of(e.closing());
          case OutcomeRecorded e -> of(e.outcome());
          case ContractEnded _, ContractRevoked _ ->
              from.equals(Optional.of(RELEASED)) ? RELEASED : DispatchStatus.VOID;
          case ContractEvent.ContractIssued _,
              ContractEvent.ContractAmended _,
              ContractEvent.ContractDelegated _,
              ContractEvent.PhaseDecided _,
              ContractEvent.StepJudged _,
              ContractEvent.EvidenceRecorded _,
              ContractEvent.FailureSignalled _,
              ContractEvent.HeartbeatRecorded _,
              ContractEvent.PathTaken _,
              ContractEvent.RollbackRequested _,
              ContractEvent.NotificationRequested _ ->
              throw TABLE.refusal(from, event);
        };
    return TABLE.require(from, event, to);
  }

  /// The dispatch that an event decides on, if it decides on one. Evidence, failures and paths only
  /// concern one.
  public static Optional<DispatchId> decidedOn(ContractEvent event) {
    return switch (event) {
      case DispatchDecided e -> Optional.of(e.request().id());
      case DispatchRejudged e -> Optional.of(e.dispatch());
      case ApprovalRecorded e -> Optional.of(e.dispatch());
      case ApprovalWithdrawn e -> Optional.of(e.dispatch());
      case ApprovalEscalated e -> Optional.of(e.dispatch());
      case DispatchClosed e -> Optional.of(e.dispatch());
      case OutcomeRecorded e -> Optional.of(e.dispatch());
      case ContractEnded _,
          ContractRevoked _,
          ContractEvent.ContractIssued _,
          ContractEvent.ContractAmended _,
          ContractEvent.ContractDelegated _,
          ContractEvent.PhaseDecided _,
          ContractEvent.StepJudged _,
          ContractEvent.EvidenceRecorded _,
          ContractEvent.FailureSignalled _,
          ContractEvent.HeartbeatRecorded _,
          ContractEvent.PathTaken _,
          ContractEvent.RollbackRequested _,
          ContractEvent.NotificationRequested _ ->
          Optional.empty();
    };
  }

  /// The status of a dispatch that is open, by the contract that keeps it.
  static Optional<DispatchStatus> of(Map<DispatchId, OpenDispatch> open, DispatchId dispatch) {
    return Optional.ofNullable(open.get(dispatch)).map(OpenDispatch::status);
  }

  private static DispatchStatus of(Verdict verdict) {
    return switch (verdict) {
      case AUTHORIZED, CONSTRAINED -> RELEASED;
      case APPROVAL_REQUIRED -> PENDING;
      case DEFERRED -> DEFERRED;
      case VETOED -> DispatchStatus.VETOED;
    };
  }

  private static DispatchStatus of(Closing closing) {
    return switch (closing) {
      case WITHDRAWN -> DispatchStatus.WITHDRAWN;
      case TIMED_OUT -> DispatchStatus.TIMED_OUT;
      case CANCELLED -> DispatchStatus.CANCELLED;
    };
  }

  private static DispatchStatus of(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> DispatchStatus.SUCCEEDED;
      case FAILED -> DispatchStatus.FAILED;
      case UNKNOWN -> DispatchStatus.UNKNOWN;
    };
  }
}
