package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.query.projection.PlacedEvent;
import java.util.Optional;

/// A dispatch while a batch is folded: either decided in it, or read from the table.
final class DispatchRow {

  /// Names a dispatch across tenants.
  record Key(TenantId tenant, String dispatch) {}

  /// A judgement.
  ///
  /// @param index place in the tenant's log of the entry that holds it
  record Judged(Verdict verdict, long index) {

    static Judged of(Judgement judgement, PlacedEvent placed) {
      return new Judged(judgement.verdict(), placed.index());
    }
  }

  final Key key;
  final String contract;
  final long costMicros;
  final long decidedPosition;
  private DispatchState state;
  private Optional<Judged> judgement;
  private long position;
  private boolean changed;

  /// What the table holds, or will hold of a dispatch that is decided in this batch.
  ///
  /// @param judgement empty as long as the table's is not replaced
  DispatchRow(
      Key key,
      String contract,
      long costMicros,
      DispatchState state,
      Optional<Judged> judgement,
      long decidedPosition) {
    this.key = key;
    this.contract = contract;
    this.costMicros = costMicros;
    this.state = state;
    this.judgement = judgement;
    this.decidedPosition = decidedPosition;
    this.position = decidedPosition;
  }

  DispatchState state() {
    return state;
  }

  Optional<Judged> judgement() {
    return judgement;
  }

  long position() {
    return position;
  }

  boolean changed() {
    return changed;
  }

  /// Moves on to a state.
  void move(DispatchState next, PlacedEvent placed) {
    state = next;
    touch(placed);
  }

  /// Replaces the judgement.
  void rejudge(Judgement anew, PlacedEvent placed) {
    judgement = Optional.of(Judged.of(anew, placed));
    move(DispatchState.of(anew.verdict()), placed);
  }

  /// Takes note of an entry that concerns it without changing its state.
  void touch(PlacedEvent placed) {
    position = placed.position();
    changed = true;
  }
}
