package dev.phaseledger.bench;

/// A ledger with its projections, to be measured.
public interface ReplayTarget extends DecisionTarget {

  /// How many entries the log has; nothing is appended while a replay is measured.
  long entries();

  /// Empties the projections. They stay empty until [#fold].
  void empty();

  /// Has the projections run as a service runs them; returns when they reflect the whole log.
  void fold() throws InterruptedException;

  /// Reads and decodes the whole log as projections do, and folds nothing.
  void read() throws InterruptedException;
}
