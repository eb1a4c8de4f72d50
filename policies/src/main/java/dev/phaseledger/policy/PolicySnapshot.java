package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import java.util.Collection;
import java.util.List;

/// All invariant maps of a tenant that are in force at a time. Immutable and safe to share between
/// threads.
public final class PolicySnapshot {

  /// No map at all: invariants demand nothing, the contract alone decides.
  public static final PolicySnapshot EMPTY = of(List.of());

  private PolicySnapshot() {}

  /// The snapshot of these maps; their order does not matter.
  ///
  /// @throws IllegalArgumentException if two maps have the same name
  public static PolicySnapshot of(Collection<CompiledMap> maps) {
    return new PolicySnapshot();
  }

  /// The maps, sorted by name.
  public List<CompiledMap> maps() {
    return List.of();
  }

  /// What approvals and replays are bound to: changes with any map and with the environment.
  public Digest digest() {
    throw new UnsupportedOperationException("not yet");
  }

  /// Evaluates every invariant that applies. A pure function of the snapshot and the input.
  public Evaluation evaluate(DecisionInput input) {
    throw new UnsupportedOperationException("not yet");
  }
}
