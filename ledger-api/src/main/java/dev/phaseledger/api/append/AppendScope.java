package dev.phaseledger.api.append;

import dev.phaseledger.api.PrincipalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What accompanies one unit of work to the store: who acts, what its append is fenced by, and,
/// once the append is durable, what was recorded. Used by one thread.
public final class AppendScope {

  /// Name of the unit-of-work resource that holds the scope.
  public static final String RESOURCE = "ledger.append-scope";

  private final PrincipalId actor;
  private final Optional<String> trace;
  private final List<Guard> guards = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<SealedValue> sealed = new ArrayList<>();
  private Optional<Claim> idempotency = Optional.empty();
  private List<RecordedEvent> recorded = List.of();

  /// Starts without guards and claims.
  ///
  /// @param actor the principal recorded with every event of the unit of work
  /// @param trace the caller's W3C `traceparent`, if it sent one
  public AppendScope(PrincipalId actor, Optional<String> trace) {
    this.actor = actor;
    this.trace = trace;
  }

  public PrincipalId actor() {
    return actor;
  }

  public Optional<String> trace() {
    return trace;
  }

  public void guard(Guard guard) {
    guards.add(guard);
  }

  public void claim(Claim claim) {
    claims.add(claim);
  }

  /// The claim on the caller's idempotency key, in place of the one before.
  public void idempotency(Claim claim) {
    idempotency = Optional.of(claim);
  }

  /// A personal value that must be on record if, and only if, the events are.
  public void seal(SealedValue value) {
    sealed.add(value);
  }

  public List<Guard> guards() {
    return List.copyOf(guards);
  }

  public List<Claim> claims() {
    if (idempotency.isEmpty()) {
      return List.copyOf(claims);
    }
    List<Claim> all = new ArrayList<>(claims.size() + 1);
    all.add(idempotency.get());
    all.addAll(claims);
    return List.copyOf(all);
  }

  public Optional<Claim> idempotency() {
    return idempotency;
  }

  public List<SealedValue> sealed() {
    return List.copyOf(sealed);
  }

  /// Called once by the store, after commit.
  public void completed(List<RecordedEvent> events) {
    if (!recorded.isEmpty()) {
      throw new IllegalStateException("a unit of work appends once");
    }
    recorded = List.copyOf(events);
  }

  /// What was recorded, in order; empty before commit or if there was nothing to record.
  public List<RecordedEvent> recorded() {
    return recorded;
  }
}
