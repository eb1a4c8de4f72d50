package dev.phaseledger.bench;

import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.List;

/// A ledger to be measured, within this process and on the benchmark's database: everything between
/// a command and its durable entry, and nothing of the ways that lead to it, such as HTTP.
///
/// Called by many threads at a time.
public interface DecisionTarget extends AutoCloseable {

  /// Decides on a command; returns after what was decided is durable.
  ///
  /// @return what was recorded, in order
  List<LedgerEvent> send(LedgerCommand command);

  /// Stops everything the target started; the benchmark's database is dropped after it.
  @Override
  void close();
}
