package dev.phaseledger.policy.condition;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.Evidence;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything that a stop condition may read. Whether it is met depends on nothing else.
///
/// @param counters numbers by name, such as `failures_24h`
/// @param evidence what is on record under the contract, the latest first
/// @param now the time bound to the decision
public record ConditionInput(
    Usage contract, Map<String, Long> counters, List<Evidence> evidence, Instant now) {

  public ConditionInput {
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    evidence = List.copyOf(evidence);
  }

  /// A contract and what it has used so far.
  ///
  /// @param version from 1, +1 on every amendment
  /// @param released dispatches that were released
  /// @param spentMicros sum of their costs, in millionths of the tenant's currency
  /// @param open dispatches that are pending or without outcome
  /// @param firstReleasedAt when the first was released, if one was
  public record Usage(
      ContractId id,
      AgentId agent,
      int version,
      long released,
      long spentMicros,
      int open,
      Optional<Instant> firstReleasedAt) {}
}
