package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// What an execution contract grants to one agent, and when it ends.
///
/// @param version starts at 1, +1 on every amendment; approvals are bound to it
/// @param task what is to be done, for people to read
/// @param scope resources the agent may touch: URIs or paths, with `*` within and `**` across
///   segments
/// @param excluded resources inside the scope that it may not touch, in the same form
/// @param actions actions the agent may ask for
/// @param inputs JSON Schema (draft 2020-12) of the parameters, by action; an action without one
///   takes any
/// @param dataClasses classes of data the agent may handle; a dispatch naming another one is a
///   breach
/// @param requiredLevel authority level the agent must hold, at least
/// @param openDispatchesMax dispatches that may be pending or without outcome at a time
/// @param phases stages of the work, in order; empty means that phases are not tracked
/// @param attributes further values that invariants may read
public record ContractTerms(
    int version,
    AgentId agent,
    String task,
    List<String> scope,
    List<String> excluded,
    Set<String> actions,
    Map<String, JsonValue.Fields> inputs,
    Set<String> dataClasses,
    int requiredLevel,
    int openDispatchesMax,
    StoppingConditions stopping,
    List<Phase> phases,
    BreachAction onBreach,
    JsonValue.Fields attributes) {

  public ContractTerms {
    scope = List.copyOf(scope);
    excluded = List.copyOf(excluded);
    actions = Set.copyOf(actions);
    inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    dataClasses = Set.copyOf(dataClasses);
    phases = List.copyOf(phases);
  }

  /// When the contract ends by itself. Whatever is reached first ends it.
  ///
  /// @param notBefore nothing is authorized earlier
  /// @param expiresAt nothing is authorized at or after this time
  /// @param actionsMax released dispatches
  /// @param actionsPerHourMax released dispatches within any 60 minutes, by whole minutes
  /// @param costMicrosMax sum of the costs of released dispatches, in millionths of the tenant's
  ///   currency
  /// @param durationMax time since the first released dispatch
  public record StoppingConditions(
      Instant notBefore,
      Instant expiresAt,
      OptionalLong actionsMax,
      OptionalInt actionsPerHourMax,
      OptionalLong costMicrosMax,
      Optional<Duration> durationMax) {}

  /// A named stage of work.
  ///
  /// @param requiredEvidence kinds of evidence that must be on record before the stage is entered
  public record Phase(String name, Set<String> requiredEvidence) {
    public Phase {
      requiredEvidence = Set.copyOf(requiredEvidence);
    }
  }

  /// What a breach does, beside the veto and the failure signal.
  public enum BreachAction {
    REVOKE_CONTRACT,
    SIGNAL_ONLY
  }
}
