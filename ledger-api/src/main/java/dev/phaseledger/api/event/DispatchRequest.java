package dev.phaseledger.api.event;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.value.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One request to act, as the agent made it.
///
/// @param action one of the contract's actions
/// @param resources what will be touched, normalized
/// @param justification why, in the agent's words; recorded, never trusted
/// @param costMicros the cost the agent expects, in millionths of the tenant's currency
/// @param phase the contract's phase it belongs to
/// @param recordedAt when the call was made, if the request was reconstructed from a recording;
///   then the verdict was made after the fact and released nothing
public record DispatchRequest(
    DispatchId id,
    String action,
    List<String> resources,
    JsonValue.Fields parameters,
    String justification,
    Map<String, String> labels,
    Set<String> dataClasses,
    long costMicros,
    boolean irreversible,
    Optional<String> phase,
    Optional<Instant> recordedAt) {

  public DispatchRequest {
    resources = List.copyOf(resources);
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    dataClasses = Set.copyOf(dataClasses);
  }

  /// Whether the verdict is made after the fact, on a recorded call.
  public boolean afterTheFact() {
    return recordedAt.isPresent();
  }
}
