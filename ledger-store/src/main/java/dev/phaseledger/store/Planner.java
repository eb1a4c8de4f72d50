package dev.phaseledger.store;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.proof.TreeFrontier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which appends of a batch are valid, one after the other, each on what the ones before it
/// leave behind. Pure: reads the state, writes only the plan.
final class Planner {

  /// How far the state can be trusted.
  enum Basis {
    /// It may lack what other nodes appended. What it holds is certain, since streams only grow; an
    /// append that seems to be ahead of it leads to [Behind].
    REMEMBERED,
    /// It is exact: the head is locked.
    LOCKED
  }

  /// An append knows more of a stream than the state does.
  static final class Behind extends Exception {
    Behind(StreamId stream) {
      super("not up to date with " + stream);
    }
  }

  private record Key(TenantId tenant, String scope, String key) {
    static Key of(Claim claim) {
      return new Key(claim.tenant(), claim.scope(), claim.key());
    }
  }

  private final LedgerState state;
  private final Basis basis;
  private final Map<Key, Plan.Taken> taken = new HashMap<>();
  private final Plan plan;

  private Planner(LedgerState state, Basis basis, List<Plan.Taken> holders) {
    this.state = state;
    this.basis = basis;
    this.plan = new Plan(state.position());
    holders.forEach(holder -> taken.put(Key.of(holder.claim()), holder));
  }

  /// Plans a batch.
  ///
  /// @param holders who holds claims of the batch, as far as it was looked up; the database's
  ///   unique key is the judge of the others
  /// @throws Behind only on the basis of what is remembered
  static Plan plan(List<Append> batch, LedgerState state, Basis basis, List<Plan.Taken> holders)
      throws Behind {
    Planner planner = new Planner(state, basis, holders);
    for (Append append : batch) {
      planner.add(append);
    }
    return planner.plan;
  }

  private void add(Append append) throws Behind {
    Optional<RuntimeException> refusal = claimRefusal(append);
    if (refusal.isEmpty()) {
      refusal = guardRefusal(append);
    }
    if (refusal.isEmpty()) {
      refusal = sequenceRefusal(append);
    }
    if (refusal.isPresent()) {
      plan.refuse(append, refusal.get());
      return;
    }
    TreeFrontier grown = plan.grown().get(append.tenant());
    plan.accept(append, grown == null ? state.frontier(append.tenant()) : grown)
        .forEach(claim -> taken.put(Key.of(claim.claim()), claim));
  }

  private Optional<RuntimeException> claimRefusal(Append append) {
    for (Claim claim : append.claims()) {
      Plan.Taken holder = taken.get(Key.of(claim));
      if (holder != null) {
        return Optional.of(holder.refusing(claim));
      }
    }
    return Optional.empty();
  }

  private Optional<RuntimeException> guardRefusal(Append append) throws Behind {
    for (Guard guard : append.guards()) {
      long version = version(guard.stream());
      if (guard.version() > version && basis == Basis.REMEMBERED) {
        throw new Behind(guard.stream());
      }
      if (guard.version() != version) {
        return Optional.of(
            new ConflictException(
                "%s has moved to version %d since version %d was read"
                    .formatted(guard.stream(), version, guard.version())));
      }
    }
    return Optional.empty();
  }

  private Optional<RuntimeException> sequenceRefusal(Append append) throws Behind {
    Map<StreamId, Long> within = new HashMap<>();
    for (Draft draft : append.drafts()) {
      StreamId stream = draft.planned().stream();
      long sequence = draft.planned().sequence();
      Long before = within.get(stream);
      long expected = before == null ? version(stream) + 1 : before + 1;
      if (sequence > expected && basis == Basis.REMEMBERED) {
        throw new Behind(stream);
      }
      if (sequence != expected) {
        return Optional.of(
            new ConflictException(
                "%s continues at sequence %d, not %d".formatted(stream, expected, sequence)));
      }
      within.put(stream, sequence);
    }
    return Optional.empty();
  }

  /// A stream nothing is known of counts as empty: it was not looked up because the append starts
  /// it, and the database's unique key is the judge.
  private long version(StreamId stream) {
    Long planned = plan.versions().get(stream);
    return planned == null ? state.version(stream).orElse(-1) : planned;
  }
}
