package dev.phaseledger.bench;

import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.List;
import java.util.Set;

/// A target that remembers which dispatches it has given an answer on.
final class Acknowledged implements DecisionTarget {

  private final DecisionTarget target;
  private final Set<String> dispatches;

  /// @param dispatches where they are remembered; written by many threads
  Acknowledged(DecisionTarget target, Set<String> dispatches) {
    this.target = target;
    this.dispatches = dispatches;
  }

  @Override
  public List<LedgerEvent> send(LedgerCommand command) {
    List<LedgerEvent> events = target.send(command);
    for (LedgerEvent event : events) {
      if (event instanceof DispatchDecided decided) {
        dispatches.add(decided.request().id().value());
      }
    }
    return events;
  }

  @Override
  public void close() {
    target.close();
  }
}
