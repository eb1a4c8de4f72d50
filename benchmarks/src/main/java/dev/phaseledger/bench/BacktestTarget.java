package dev.phaseledger.bench;

import dev.phaseledger.api.TenantId;

/// A ledger whose history can be judged again.
public interface BacktestTarget extends DecisionTarget {

  /// How history is judged again.
  enum Mode {
    PER_DECISION,
    STATEFUL
  }

  /// What came out.
  ///
  /// @param judged decisions that were judged again
  /// @param flipped those with another verdict
  record Backtested(long judged, long flipped) {}

  /// The last position of the log.
  long entries();

  /// Reads and decodes the whole log as a back-test does, and judges nothing.
  void read() throws InterruptedException;

  /// Judges a tenant's whole history by a map that was not in force.
  ///
  /// @param source the map
  Backtested backtest(TenantId tenant, Mode mode, String source) throws InterruptedException;
}
