package dev.phaseledger.command.backtest;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import java.util.List;

/// Verdicts that turned out otherwise, alike in what has turned them.
///
/// @param cause the invariant that says otherwise, as `map/invariant`; `contract/` and a clause
///   where the contract does; [FlipTable#STATE] where only what the verdict was made on differs
/// @param count how many
/// @param entries where the first of them are on record, at most [FlipTable#ENTRIES_MAX]
public record FlipRow(
    String cause, AgentId agent, Verdict from, Verdict to, long count, List<Entry> entries) {

  /// A place in the ledger, and in the tenant's log, and what was decided on there.
  public record Entry(long position, long index, DispatchId dispatch) {}

  public FlipRow {
    entries = List.copyOf(entries);
  }
}
