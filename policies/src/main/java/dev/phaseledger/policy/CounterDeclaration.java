package dev.phaseledger.policy;

import dev.phaseledger.policy.Count.Per;
import java.time.Duration;
import java.util.Optional;

/// A counter that a map declares and reads as `counters.NAME`.
///
/// @param against what makes it a rate: the percentage of what is counted among both; empty for a
///   plain count
/// @param label whose values are told apart, if it counts per label
record CounterDeclaration(
    Counted counted, Optional<Counted> against, Per per, String label, Duration within) {

  /// The question about one of the two.
  Count count(Counted what, String key) {
    return new Count(what, per, label, key, within);
  }
}
