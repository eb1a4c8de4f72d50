package dev.phaseledger.app.backtest;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Mode;

/// What is to be judged again.
///
/// @param selection which decisions, where each is judged by itself
/// @param to the last position that is read
public record Order(TenantId tenant, Mode mode, Candidate candidate, Selection selection, long to) {

  public Order {
    if (mode == Mode.STATEFUL && !selection.equals(Selection.ALL)) {
      throw new IllegalArgumentException("a history is judged as a whole or not at all");
    }
  }

  /// All decisions.
  public Order(TenantId tenant, Mode mode, Candidate candidate, long to) {
    this(tenant, mode, candidate, Selection.ALL, to);
  }
}
