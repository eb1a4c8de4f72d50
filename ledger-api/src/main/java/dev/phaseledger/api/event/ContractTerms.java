package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
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
/// @param approvers roles of which an approver of the contract's dispatches must hold one, beside
///   what invariants demand; empty means any approver
/// @param parent the contract this one was delegated under; it ends when that one does
/// @param template the name and version of the template it was issued from
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
    JsonValue.Fields attributes,
    Set<String> approvers,
    Optional<ContractId> parent,
    Optional<String> template) {

  public ContractTerms {
    scope = List.copyOf(scope);
    excluded = List.copyOf(excluded);
    actions = Set.copyOf(actions);
    inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    dataClasses = Set.copyOf(dataClasses);
    phases = List.copyOf(phases);
    approvers = Set.copyOf(approvers);
  }

  /// Terms of a contract that was written for itself and that any approver may approve under.
  public ContractTerms(
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
    this(
        version,
        agent,
        task,
        scope,
        excluded,
        actions,
        inputs,
        dataClasses,
        requiredLevel,
        openDispatchesMax,
        stopping,
        phases,
        onBreach,
        attributes,
        Set.of(),
        Optional.empty(),
        Optional.empty());
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
  /// @param when a CEL condition over the contract's state; once it holds, the contract stops
  /// @param heartbeatMax longest time without a sign of life of the agent; later, a failure is
  ///   signalled and nothing is authorized until there is one
  public record StoppingConditions(
      Instant notBefore,
      Instant expiresAt,
      OptionalLong actionsMax,
      OptionalInt actionsPerHourMax,
      OptionalLong costMicrosMax,
      Optional<Duration> durationMax,
      Optional<String> when,
      Optional<Duration> heartbeatMax) {

    /// Conditions without a CEL condition and without heartbeats.
    public StoppingConditions(
        Instant notBefore,
        Instant expiresAt,
        OptionalLong actionsMax,
        OptionalInt actionsPerHourMax,
        OptionalLong costMicrosMax,
        Optional<Duration> durationMax) {
      this(
          notBefore,
          expiresAt,
          actionsMax,
          actionsPerHourMax,
          costMicrosMax,
          durationMax,
          Optional.empty(),
          Optional.empty());
    }
  }

  /// A named stage of work. Stages are entered in their order, each with a justification.
  ///
  /// @param requiredEvidence kinds of evidence that must be on record before the stage is entered
  /// @param gates what must have passed before the stage is entered
  public record Phase(String name, Set<String> requiredEvidence, List<Gate> gates) {
    public Phase {
      requiredEvidence = Set.copyOf(requiredEvidence);
      gates = List.copyOf(gates);
    }

    /// A stage without gates.
    public Phase(String name, Set<String> requiredEvidence) {
      this(name, requiredEvidence, List.of());
    }
  }

  /// A check that must have passed: the newest evidence of its kind, recorded since the present
  /// phase was entered, claims `passed`.
  ///
  /// @param kind kind of evidence, such as `unit-tests`
  /// @param format the format the ledger itself must have read the evidence in, such as
  ///   `junit-xml`; empty if a stated claim is enough
  /// @param independent whether somebody else than the contract's agent must have recorded it
  public record Gate(String kind, Optional<String> format, boolean independent) {}

  /// What a breach does, beside the veto and the failure signal.
  public enum BreachAction {
    REVOKE_CONTRACT,
    SIGNAL_ONLY
  }
}
