package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.Outcome;

/// What became of a dispatch so far; the names are those of
/// [dev.phaseledger.api.query.DispatchView#state()].
enum DispatchState {
  RELEASED,
  PENDING,
  DEFERRED,
  VETOED,
  REJECTED,
  VOID,
  WITHDRAWN,
  TIMED_OUT,
  CANCELLED,
  SUCCEEDED,
  FAILED,
  UNKNOWN;

  /// Where a judgement leads.
  static DispatchState of(Verdict verdict) {
    return switch (verdict) {
      case AUTHORIZED, CONSTRAINED -> RELEASED;
      case APPROVAL_REQUIRED -> PENDING;
      case DEFERRED -> DEFERRED;
      case VETOED -> VETOED;
    };
  }

  /// Where the end without an outcome leads.
  static DispatchState of(Closing closing) {
    return switch (closing) {
      case WITHDRAWN -> WITHDRAWN;
      case TIMED_OUT -> TIMED_OUT;
      case CANCELLED -> CANCELLED;
    };
  }

  /// Where an outcome leads.
  static DispatchState of(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> SUCCEEDED;
      case FAILED -> FAILED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /// Whether it counts against its contract's limit of open dispatches.
  ///
  /// @param afterTheFact what was done already waits for nothing, though it would have been
  ///   deferred
  boolean isOpen(boolean afterTheFact) {
    return this == RELEASED || isWaiting(afterTheFact);
  }

  /// Whether it is not released, and may be.
  boolean isWaiting(boolean afterTheFact) {
    return this == PENDING || (this == DEFERRED && !afterTheFact);
  }
}
