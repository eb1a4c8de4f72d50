package dev.phaseledger.command.backtest;

/// How history is judged again.
public enum Mode {
  /// Each decision by itself, on the state that is on record.
  PER_DECISION,
  /// Each on the state that the decisions before it would have led to.
  STATEFUL
}
