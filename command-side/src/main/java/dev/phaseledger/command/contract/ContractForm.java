package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.http.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An execution contract as callers write it.
///
/// @param parent the contract it is delegated under
/// @param template the name of the template that says what is granted, in place of all that does
/// @param parameters what the template leaves open
/// @param reason why it is amended; of no meaning for a new one
/// @param version the version of the terms that an amendment replaces; of no meaning for a new one
record ContractForm(
    @Nullable String contractId,
    @Nullable String agentId,
    @Nullable String task,
    @Nullable List<@Nullable String> scope,
    @Nullable List<@Nullable String> excluded,
    @Nullable List<@Nullable String> actions,
    @Nullable Map<String, @Nullable JsonValue> inputs,
    @Nullable List<@Nullable String> dataClasses,
    @Nullable Integer requiredLevel,
    @Nullable Integer openDispatchesMax,
    @Nullable Stopping stopping,
    @Nullable List<@Nullable PhaseForm> phases,
    @Nullable String onBreach,
    @Nullable JsonValue attributes,
    @Nullable List<@Nullable String> approvers,
    @Nullable String parent,
    @Nullable String reason,
    @Nullable Integer version,
    @Nullable String template,
    @Nullable Map<String, @Nullable JsonValue> parameters) {

  /// Dispatches that may be open at a time, unless the caller says otherwise.
  static final int OPEN_DISPATCHES_DEFAULT = 100;

  /// Formats in which somebody else than the agent must have recorded evidence, unless the caller
  /// says otherwise: reports of checks that the agent's own work is held against.
  static final Set<String> INDEPENDENT_FORMATS = Set.of("junit-xml", "sarif-2.1.0");

  /// @param expiresAfter in place of `expiresAt`: how long from now on, in ISO 8601
  record Stopping(
      @Nullable Instant notBefore,
      @Nullable Instant expiresAt,
      @Nullable String expiresAfter,
      @Nullable Long actionsMax,
      @Nullable Integer actionsPerHourMax,
      @Nullable Long costMicrosMax,
      @Nullable String durationMax,
      @Nullable String when,
      @Nullable String heartbeatMax) {}

  record PhaseForm(
      @Nullable String name,
      @Nullable List<@Nullable String> requiredEvidence,
      @Nullable List<@Nullable GateForm> gates) {

    Phase phase(String field) {
      List<GateForm> forms = Given.indexed(field + ".gates", gates);
      List<Gate> read = new ArrayList<>();
      for (int i = 0; i < forms.size(); i++) {
        read.add(forms.get(i).gate(field + ".gates[" + i + "]"));
      }
      return new Phase(
          Given.required(field + ".name", name),
          Given.names(field + ".requiredEvidence", requiredEvidence),
          read);
    }
  }

  record GateForm(@Nullable String kind, @Nullable String format, @Nullable Boolean independent) {

    Gate gate(String field) {
      return new Gate(
          Given.required(field + ".kind", kind),
          Given.optional(format),
          independent == null
              ? format != null && INDEPENDENT_FORMATS.contains(format)
              : independent);
    }
  }

  /// The contract under which it is delegated, if it is.
  Optional<ContractId> parentId() {
    return Given.optional(parent).map(id -> new ContractId(id));
  }

  /// The first version of the terms.
  ContractTerms terms(Instant now) {
    return terms(1, parentId(), Optional.empty(), now);
  }

  /// @param under the contract it is delegated under, wherever the caller has named it
  /// @param from the name and version of the template it was filled from
  ContractTerms terms(int version, Optional<ContractId> under, Optional<String> from, Instant now) {
    return new ContractTerms(
        version,
        new AgentId(Given.required("agentId", agentId)),
        Given.required("task", task),
        Given.indexed("scope", scope),
        Given.indexed("excluded", excluded),
        Given.names("actions", actions),
        schemas(),
        Given.names("dataClasses", dataClasses),
        requiredLevel == null ? 0 : requiredLevel,
        openDispatchesMax == null ? OPEN_DISPATCHES_DEFAULT : openDispatchesMax,
        stopping(now),
        phaseList(),
        breachAction(),
        Given.fields("attributes", attributes),
        Given.names("approvers", approvers),
        under,
        from);
  }

  private List<Phase> phaseList() {
    List<PhaseForm> forms = Given.indexed("phases", phases);
    List<Phase> read = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      read.add(forms.get(i).phase("phases[" + i + "]"));
    }
    return read;
  }

  private Map<String, JsonValue.Fields> schemas() {
    var schemas = new TreeMap<String, JsonValue.Fields>();
    Given.map("inputs", inputs)
        .forEach((action, schema) -> schemas.put(action, Given.fields("inputs." + action, schema)));
    return schemas;
  }

  private StoppingConditions stopping(Instant now) {
    Stopping given = Given.required("stopping", stopping);
    return new StoppingConditions(
        given.notBefore() == null ? now : given.notBefore(),
        expiry(given, now),
        given.actionsMax() == null ? OptionalLong.empty() : OptionalLong.of(given.actionsMax()),
        given.actionsPerHourMax() == null
            ? OptionalInt.empty()
            : OptionalInt.of(given.actionsPerHourMax()),
        given.costMicrosMax() == null
            ? OptionalLong.empty()
            : OptionalLong.of(given.costMicrosMax()),
        Optional.ofNullable(given.durationMax())
            .map(text -> Given.duration("stopping.durationMax", text)),
        Given.optional(given.when()),
        Optional.ofNullable(given.heartbeatMax())
            .map(text -> Given.duration("stopping.heartbeatMax", text)));
  }

  private static Instant expiry(Stopping given, Instant now) {
    if (given.expiresAfter() == null) {
      return Given.required("stopping.expiresAt", given.expiresAt());
    }
    if (given.expiresAt() != null) {
      throw new InvalidFieldException(
          "stopping.expiresAfter", "is given beside expiresAt; give one of them");
    }
    Duration after = Given.duration("stopping.expiresAfter", given.expiresAfter());
    TermsCheck.duration("stopping.expiresAfter", after);
    return now.plus(after);
  }

  private BreachAction breachAction() {
    return onBreach == null
        ? BreachAction.REVOKE_CONTRACT
        : Given.constant("onBreach", onBreach, BreachAction.values());
  }
}
