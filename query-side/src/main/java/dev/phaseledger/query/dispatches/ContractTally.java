package dev.phaseledger.query.dispatches;

import org.jspecify.annotations.Nullable;

/// What one batch adds to the counts of one contract.
final class ContractTally {

  final DispatchFold.ContractKey contract;
  long decided;
  long released;
  long open;
  long spentMicros;
  long position;
  @Nullable String lastDispatch;

  ContractTally(DispatchFold.ContractKey contract) {
    this.contract = contract;
  }

  void decided(DispatchRow row, long at) {
    decided++;
    open += row.isOpen() ? 1 : 0;
    release(row);
    position = at;
  }

  /// A dispatch has moved on from another state.
  void moved(DispatchRow row, DispatchState before, long at) {
    open += (row.isOpen() ? 1 : 0) - (before.isOpen(row.afterTheFact) ? 1 : 0);
    if (before != DispatchState.RELEASED) {
      release(row);
    }
    position = at;
  }

  /// It turned out to cost something else than was authorized.
  void corrected(DispatchRow row, long costMicros) {
    spentMicros = Math.addExact(spentMicros, costMicros - row.costMicros);
  }

  private void release(DispatchRow row) {
    if (row.state() == DispatchState.RELEASED) {
      released++;
      spentMicros = Math.addExact(spentMicros, row.costMicros);
    }
  }
}
