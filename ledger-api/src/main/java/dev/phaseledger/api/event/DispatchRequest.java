package dev.phaseledger.api.event;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.value.JsonPointer;
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
/// @param personal where personal values stand, as pointers into the recorded form of the request,
///   and whom each is about. In what is recorded a salted digest stands there
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
    Optional<Instant> recordedAt,
    Map<JsonPointer, SubjectId> personal) {

  /// The label that names the run which a request belongs to.
  public static final String RUN_LABEL = "run";

  public DispatchRequest {
    resources = List.copyOf(resources);
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    dataClasses = Set.copyOf(dataClasses);
    personal =
        personal.isEmpty()
            ? Map.of()
            : java.util.Collections.unmodifiableSortedMap(new TreeMap<>(personal));
  }

  /// A request without personal values.
  public DispatchRequest(
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
    this(
        id,
        action,
        resources,
        parameters,
        justification,
        labels,
        dataClasses,
        costMicros,
        irreversible,
        phase,
        recordedAt,
        Map.of());
  }

  /// The request with other parameters.
  public DispatchRequest with(JsonValue.Fields otherParameters) {
    return new DispatchRequest(
        id,
        action,
        resources,
        otherParameters,
        justification,
        labels,
        dataClasses,
        costMicros,
        irreversible,
        phase,
        recordedAt,
        personal);
  }

  /// The request with these places declared personal.
  public DispatchRequest with(Map<JsonPointer, SubjectId> personalPlaces) {
    return new DispatchRequest(
        id,
        action,
        resources,
        parameters,
        justification,
        labels,
        dataClasses,
        costMicros,
        irreversible,
        phase,
        recordedAt,
        personalPlaces);
  }

  /// What stands at a personal place.
  ///
  /// @throws IllegalArgumentException if the place does not exist
  public JsonValue personalValue(JsonPointer pointer) {
    return PersonalPlaces.value(parameters, pointer);
  }

  /// The request with other values at personal places.
  ///
  /// @throws IllegalArgumentException if a place does not exist
  public DispatchRequest withPersonalValues(Map<JsonPointer, ? extends JsonValue> values) {
    return with(PersonalPlaces.replace(parameters, values));
  }

  /// Whether a digest stands at every personal place, so that the request may be recorded.
  public boolean sealed() {
    return personal.isEmpty()
        || personal.keySet().stream()
            .allMatch(pointer -> PersonalPlaces.isSealed(parameters, pointer));
  }

  /// Without the values where some are personal: they must not reach a log by accident.
  @Override
  public String toString() {
    return "DispatchRequest["
        + id
        + ", "
        + action
        + ", "
        + resources
        + (personal.isEmpty() ? ", " + parameters : ", personal " + personal)
        + "]";
  }

  /// Whether the verdict is made after the fact, on a recorded call.
  public boolean afterTheFact() {
    return recordedAt.isPresent();
  }
}
