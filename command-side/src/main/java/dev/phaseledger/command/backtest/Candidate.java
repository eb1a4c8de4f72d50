package dev.phaseledger.command.backtest;

import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.PolicySnapshot;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What is tried on history.
///
/// Everything else that was in force keeps being what it was at the time: other maps, the ladder,
/// halts.
///
/// @param map stands in for every version of the map of its name, also before the first; empty to
///   judge history by what it was judged by, which must find no difference
/// @param from the first position whose decisions are judged by it; what lies before is taken as it
///   is recorded
/// @param counted the labels whose values are told apart where what happened beyond a contract is
///   counted; empty if that is not counted at all, since no map asks for it
public record Candidate(Optional<CompiledMap> map, long from, Optional<Set<String>> counted) {

  public Candidate {
    if (from < 1) {
      throw new IllegalArgumentException("positions start at 1");
    }
    counted = counted.map(Set::copyOf);
  }

  /// A candidate beside maps that count nothing beyond contracts, or only what is recorded with
  /// their decisions.
  public Candidate(Optional<CompiledMap> map, long from) {
    this(map, from, PolicySnapshot.EMPTY);
  }

  /// @param beside what is in force now, whose counters go on beside the candidate's
  public Candidate(Optional<CompiledMap> map, long from, PolicySnapshot beside) {
    this(map, from, counted(map, beside));
  }

  private static Optional<Set<String>> counted(Optional<CompiledMap> map, PolicySnapshot beside) {
    PolicySnapshot own = PolicySnapshot.of(map.stream().toList());
    if (!own.countsBeyondContracts() && !beside.countsBeyondContracts()) {
      return Optional.empty();
    }
    Set<String> labels = new HashSet<>(own.countedLabels());
    labels.addAll(beside.countedLabels());
    return Optional.of(labels);
  }

  TenantPolicy on(TenantPolicy recorded) {
    return map.map(recorded::trying).orElse(recorded);
  }
}
