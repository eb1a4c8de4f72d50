package dev.phaseledger.command.backtest;

import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import java.util.Optional;

/// What is tried on history.
///
/// Everything else that was in force keeps being what it was at the time: other maps, the ladder,
/// halts.
///
/// @param map stands in for every version of the map of its name, also before the first; empty to
///   judge history by what it was judged by, which must find no difference
/// @param from the first position whose decisions are judged by it; what lies before is taken as it
///   is recorded
public record Candidate(Optional<CompiledMap> map, long from) {

  public Candidate {
    if (from < 1) {
      throw new IllegalArgumentException("positions start at 1");
    }
  }

  TenantPolicy on(TenantPolicy recorded) {
    return map.map(recorded::trying).orElse(recorded);
  }
}
