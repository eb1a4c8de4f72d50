package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.query.projection.PlacedEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
  final boolean afterTheFact;
  private Optional<Instant> waitingSince;
  private Set<String> escalatedTo;
  private boolean changed;

  /// What the table holds, or will hold of a dispatch that is decided in this batch.
  ///
  /// @param judgement empty as long as the table's is not replaced
  /// @param afterTheFact whether the call had been made before it was judged
  /// @param waitingSince from when on it waits, if it does
  /// @param escalatedTo roles that were asked for approval besides
  DispatchRow(
      Key key,
      String contract,
      long costMicros,
      DispatchState state,
      Optional<Judged> judgement,
      long decidedPosition,
      boolean afterTheFact,
      Optional<Instant> waitingSince,
      Set<String> escalatedTo) {
    this.key = key;
    this.contract = contract;
    this.costMicros = costMicros;
    this.state = state;
    this.judgement = judgement;
    this.decidedPosition = decidedPosition;
    this.position = decidedPosition;
    this.afterTheFact = afterTheFact;
    this.waitingSince = waitingSince;
    this.escalatedTo = Set.copyOf(escalatedTo);
  }

  boolean isOpen() {
    return state.isOpen(afterTheFact);
  }

  boolean isWaiting() {
    return state.isWaiting(afterTheFact);
  }

  Optional<Instant> waitingSince() {
    return waitingSince;
  }

  Set<String> escalatedTo() {
    return escalatedTo;
  }

  void escalate(Set<String> roles, PlacedEvent placed) {
    Set<String> all = new TreeSet<>(escalatedTo);
    all.addAll(roles);
    escalatedTo = Set.copyOf(all);
    touch(placed);
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
    if (!isWaiting()) {
      waitingSince = Optional.empty();
    }
    touch(placed);
  }

  /// Replaces the judgement.
  void rejudge(Judgement anew, PlacedEvent placed) {
    judgement = Optional.of(Judged.of(anew, placed));
    DispatchState before = state;
    move(DispatchState.of(anew.verdict()), placed);
    // What waits for the same has no more time than before.
    if (isWaiting() && state != before) {
      waitingSince = Optional.of(anew.basis().now());
      escalatedTo = Set.of();
    }
  }

  /// Takes note of an entry that concerns it without changing its state.
  void touch(PlacedEvent placed) {
    position = placed.position();
    changed = true;
  }
}
