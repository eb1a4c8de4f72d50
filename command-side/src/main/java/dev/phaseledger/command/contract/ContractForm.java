package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.http.Given;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An execution contract as callers write it.
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
    @Nullable JsonValue attributes) {

  /// Dispatches that may be open at a time, unless the caller says otherwise.
  static final int OPEN_DISPATCHES_DEFAULT = 100;

  record Stopping(
      @Nullable Instant notBefore,
      @Nullable Instant expiresAt,
      @Nullable Long actionsMax,
      @Nullable Integer actionsPerHourMax,
      @Nullable Long costMicrosMax,
      @Nullable String durationMax) {}

  record PhaseForm(@Nullable String name, @Nullable List<@Nullable String> requiredEvidence) {}

  ContractTerms terms(Instant now) {
    return new ContractTerms(
        1,
        new AgentId(Given.required("agentId", agentId)),
        Given.required("task", task),
        Given.list("scope", scope),
        Given.list("excluded", excluded),
        Given.set("actions", actions),
        schemas(),
        Given.set("dataClasses", dataClasses),
        requiredLevel == null ? 0 : requiredLevel,
        openDispatchesMax == null ? OPEN_DISPATCHES_DEFAULT : openDispatchesMax,
        stopping(now),
        Given.list("phases", phases).stream()
            .map(p ->
                new Phase(
                    Given.required("phases.name", p.name()),
                    Given.set("phases.requiredEvidence", p.requiredEvidence())))
            .toList(),
        breachAction(),
        Given.fields("attributes", attributes));
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
        Given.required("stopping.expiresAt", given.expiresAt()),
        given.actionsMax() == null ? OptionalLong.empty() : OptionalLong.of(given.actionsMax()),
        given.actionsPerHourMax() == null
            ? OptionalInt.empty()
            : OptionalInt.of(given.actionsPerHourMax()),
        given.costMicrosMax() == null
            ? OptionalLong.empty()
            : OptionalLong.of(given.costMicrosMax()),
        Optional.ofNullable(given.durationMax()).map(ContractForm::duration));
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(
          "stopping.durationMax", "must be an ISO 8601 duration such as PT8H");
    }
  }

  private BreachAction breachAction() {
    return onBreach == null
        ? BreachAction.REVOKE_CONTRACT
        : Given.constant("onBreach", onBreach, BreachAction.values());
  }
}
