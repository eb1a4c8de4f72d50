package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.transition.TransitionTable;
import dev.phaseledger.command.transition.TransitionTable.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of the approval that a dispatch waits for. Whether it was escalated is no status of
/// its own: escalation adds to whose approval counts, and takes nothing away.
public final class ApprovalTransitions {

  /// How far an approval has come.
  public enum ApprovalStatus {
    /// No approval counts.
    WAITING,
    /// Some approvals count, and more are needed.
    GRANTED_IN_PART,
    RELEASED,
    REJECTED,
    /// The dispatch was judged anew and waits for something else.
    DEFERRED,
    VETOED,
    WITHDRAWN,
    TIMED_OUT,
    CANCELLED,
    VOID
  }

  private static final ApprovalStatus WAITING = ApprovalStatus.WAITING;
  private static final ApprovalStatus PART = ApprovalStatus.GRANTED_IN_PART;

  /// The table.
  public static final TransitionTable<ApprovalStatus> TABLE =
      new TransitionTable<>("approval", all());

  private ApprovalTransitions() {}

  private static List<Transition<ApprovalStatus>> all() {
    List<Transition<ApprovalStatus>> all = new ArrayList<>();
    all.add(TransitionTable.first(DispatchDecided.class, WAITING));
    all.add(TransitionTable.of(ApprovalStatus.DEFERRED, DispatchRejudged.class, WAITING));
    all.add(TransitionTable.of(WAITING, ApprovalRecorded.class, "granted", PART));
    all.add(TransitionTable.of(WAITING, DispatchRejudged.class, "stale: shown anew", WAITING));
    all.add(TransitionTable.of(PART, ApprovalRecorded.class, "granted", PART));
    all.add(TransitionTable.of(PART, ApprovalWithdrawn.class, "others are left", PART));
    all.add(TransitionTable.of(PART, ApprovalWithdrawn.class, "none is left", WAITING));
    all.add(TransitionTable.of(PART, DispatchRejudged.class, "more are needed", PART));
    all.add(
        TransitionTable.of(PART, DispatchRejudged.class, "stale: none counts any more", WAITING));
    for (ApprovalStatus open : List.of(WAITING, PART)) {
      all.add(TransitionTable.of(open, ApprovalEscalated.class, open));
      all.add(TransitionTable.of(open, DispatchRejudged.class, ApprovalStatus.RELEASED));
      all.add(TransitionTable.of(open, DispatchRejudged.class, ApprovalStatus.DEFERRED));
      all.add(TransitionTable.of(open, DispatchRejudged.class, ApprovalStatus.VETOED));
      all.add(
          TransitionTable.of(open, ApprovalRecorded.class, "not granted", ApprovalStatus.REJECTED));
      all.add(TransitionTable.of(open, DispatchClosed.class, ApprovalStatus.WITHDRAWN));
      all.add(TransitionTable.of(open, DispatchClosed.class, ApprovalStatus.TIMED_OUT));
      all.add(TransitionTable.of(open, DispatchClosed.class, ApprovalStatus.CANCELLED));
      all.add(TransitionTable.of(open, ContractEnded.class, ApprovalStatus.VOID));
      all.add(TransitionTable.of(open, ContractRevoked.class, ApprovalStatus.VOID));
    }
    return all;
  }

  /// Where an approval stands.
  public static ApprovalStatus of(Pending pending) {
    return pending.approvals().isEmpty() ? WAITING : PART;
  }

  /// Where an approval stands that waits no more.
  ///
  /// @param dispatch what became of the dispatch
  static Optional<ApprovalStatus> ended(DispatchStatus dispatch) {
    return switch (dispatch) {
      case PENDING, SUCCEEDED, FAILED, UNKNOWN -> Optional.empty();
      case RELEASED -> Optional.of(ApprovalStatus.RELEASED);
      case DEFERRED -> Optional.of(ApprovalStatus.DEFERRED);
      case VETOED -> Optional.of(ApprovalStatus.VETOED);
      case REJECTED -> Optional.of(ApprovalStatus.REJECTED);
      case WITHDRAWN -> Optional.of(ApprovalStatus.WITHDRAWN);
      case TIMED_OUT -> Optional.of(ApprovalStatus.TIMED_OUT);
      case CANCELLED -> Optional.of(ApprovalStatus.CANCELLED);
      case VOID -> Optional.of(ApprovalStatus.VOID);
    };
  }
}
