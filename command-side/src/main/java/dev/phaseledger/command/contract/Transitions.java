package dev.phaseledger.command.contract;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.command.contract.ApprovalTransitions.ApprovalStatus;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import java.util.Optional;

/// Holds each step of a contract's fold against the tables. What is decided is folded before it is
/// recorded: a decider that lets through what no table has records nothing.
final class Transitions {

  private Transitions() {}

  /// Refuses an event that cannot happen to the contract, or to the dispatch it decides on.
  ///
  /// @throws IllegalStateException naming the status and the event
  static void require(ContractState before, ContractEvent event) {
    ContractTransitions.next(before.status(), event);
    DispatchTransitions.decidedOn(event)
        .ifPresent(id -> DispatchTransitions.next(status(before, id), event));
  }

  /// Refuses what an event has led to, where the event alone does not say it: how far approvals and
  /// phases have come, and what an end has left open.
  ///
  /// @throws IllegalStateException naming the status and the event
  static void requireReached(ContractState before, ContractEvent event, ContractState after) {
    DispatchTransitions.decidedOn(event).ifPresent(id -> approval(before, id, event, after));
    if (event instanceof ContractAmended || event instanceof PhaseDecided) {
      PhaseTransitions.TABLE.require(
          Optional.of(PhaseTransitions.of(before)), event, PhaseTransitions.of(after));
    }
    if (before.active() && !after.active()) {
      for (DispatchId id : before.open().keySet()) {
        DispatchStatus to = DispatchTransitions.next(status(before, id), event);
        if (!status(after, id).equals(Optional.of(to).filter(DispatchStatus.RELEASED::equals))) {
          throw DispatchTransitions.TABLE.refusal(status(before, id), event);
        }
        approval(before, id, event, after);
      }
    }
  }

  private static void approval(
      ContractState before, DispatchId id, ContractEvent event, ContractState after) {
    boolean waited = before.open().get(id) instanceof Pending;
    boolean waits = after.open().get(id) instanceof Pending;
    if (!waited && !waits) {
      return;
    }
    Optional<ApprovalStatus> to =
        waits
            ? approval(after, id)
            : ApprovalTransitions.ended(DispatchTransitions.next(status(before, id), event));
    if (to.isEmpty()) {
      throw ApprovalTransitions.TABLE.refusal(approval(before, id), event);
    }
    ApprovalTransitions.TABLE.require(approval(before, id), event, to.get());
  }

  private static Optional<ApprovalStatus> approval(ContractState contract, DispatchId id) {
    return contract.open().get(id) instanceof Pending pending
        ? Optional.of(ApprovalTransitions.of(pending))
        : status(contract, id)
            .filter(DispatchStatus.DEFERRED::equals)
            .map(_ -> ApprovalStatus.DEFERRED);
  }

  private static Optional<DispatchStatus> status(ContractState contract, DispatchId id) {
    return DispatchTransitions.of(contract.open(), id);
  }
}
