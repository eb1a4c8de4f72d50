package dev.phaseledger.command.contract;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent;
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
import dev.phaseledger.command.contract.ContractState.Status;
import dev.phaseledger.command.transition.TransitionTable;
import dev.phaseledger.command.transition.TransitionTable.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every change of status that a contract can go through, and what may still be recorded under it
/// in each. Nothing leads out of an end.
public final class ContractTransitions {

  /// What needs a contract that grants something. Approvals do, since an end voids what waits.
  private static final List<Class<? extends ContractEvent>> WHILE_ACTIVE =
      List.of(
          ContractAmended.class,
          ContractDelegated.class,
          PhaseDecided.class,
          HeartbeatRecorded.class,
          DispatchRejudged.class,
          ContractEvent.ApprovalRecorded.class,
          ContractEvent.ApprovalWithdrawn.class,
          ContractEvent.ApprovalEscalated.class);

  /// What is recorded under a contract that has ended as well: what became of what it released, and
  /// what invariants hold against that.
  private static final List<Class<? extends ContractEvent>> ALWAYS =
      List.of(
          OutcomeRecorded.class,
          ContractEvent.StepJudged.class,
          DispatchClosed.class,
          EvidenceRecorded.class,
          FailureSignalled.class,
          PathTaken.class,
          RollbackRequested.class,
          NotificationRequested.class);

  /// The table.
  public static final TransitionTable<Status> TABLE = new TransitionTable<>("contract", all());

  private ContractTransitions() {}

  private static List<Transition<Status>> all() {
    List<Transition<Status>> all = new ArrayList<>();
    all.add(TransitionTable.first(ContractIssued.class, Status.ACTIVE));
    WHILE_ACTIVE.forEach(event -> all.add(TransitionTable.of(Status.ACTIVE, event, Status.ACTIVE)));
    all.add(TransitionTable.of(Status.ACTIVE, DispatchDecided.class, Status.ACTIVE));
    ALWAYS.forEach(event -> all.add(TransitionTable.of(Status.ACTIVE, event, Status.ACTIVE)));
    all.add(
        TransitionTable.of(
            Status.ACTIVE, ContractEnded.class, "the task is done", Status.FULFILLED));
    all.add(
        TransitionTable.of(
            Status.ACTIVE, ContractEnded.class, "stopped, or stops itself", Status.STOPPED));
    all.add(
        TransitionTable.of(Status.ACTIVE, ContractEnded.class, "its time is over", Status.EXPIRED));
    all.add(TransitionTable.of(Status.ACTIVE, ContractRevoked.class, Status.REVOKED));
    for (Status ended : List.of(Status.FULFILLED, Status.STOPPED, Status.EXPIRED, Status.REVOKED)) {
      all.add(TransitionTable.of(ended, DispatchDecided.class, "vetoed", ended));
      ALWAYS.forEach(event -> all.add(TransitionTable.of(ended, event, ended)));
    }
    return all;
  }

  /// The status after an event.
  ///
  /// @throws IllegalStateException if the event cannot happen in this status
  static Status next(Status from, ContractEvent event) {
    Status to =
        switch (event) {
          case ContractEnded e -> ended(e.ending());
          case ContractRevoked _ -> Status.REVOKED;
          case DispatchDecided e -> {
            if (from != Status.ACTIVE && e.judgement().verdict() != Verdict.VETOED) {
              throw TABLE.refusal(Optional.of(from), event);
            }
            yield from;
          }
          case ContractIssued _,
              ContractAmended _,
              ContractDelegated _,
              PhaseDecided _,
              ContractEvent.StepJudged _,
              DispatchRejudged _,
              ContractEvent.ApprovalRecorded _,
              ContractEvent.ApprovalWithdrawn _,
              ContractEvent.ApprovalEscalated _,
              EvidenceRecorded _,
              OutcomeRecorded _,
              DispatchClosed _,
              FailureSignalled _,
              HeartbeatRecorded _,
              PathTaken _,
              RollbackRequested _,
              NotificationRequested _ ->
              from;
        };
    return TABLE.require(Optional.of(from), event, to);
  }

  private static Status ended(ContractEvent.Ending ending) {
    return switch (ending) {
      case FULFILLED -> Status.FULFILLED;
      case STOPPED -> Status.STOPPED;
      case EXPIRED -> Status.EXPIRED;
    };
  }
}
