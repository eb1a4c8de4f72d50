package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.PersonalPlaces;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.ContractState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Whether the contract grants a request. Nothing that it does not grant is ever authorized.
final class ContractCheck {

  /// The clause of a contract that ends by its own stop condition.
  static final String STOP_CONDITION = "stopping.when";

  private final ContractState contract;
  private final ContractTerms terms;
  private final AgentAuthority agent;
  private final Instant now;

  ContractCheck(ContractState contract, AgentAuthority agent, Instant now) {
    this.contract = contract;
    this.terms = contract.terms();
    this.agent = agent;
    this.now = now;
  }

  /// The first clause that the request breaks, if it breaks one.
  ///
  /// @param alreadyOpen whether the request is counted among the open dispatches already
  Optional<Breach> breach(SealedRequest request, boolean alreadyOpen) {
    DispatchRequest recorded = request.recorded();
    return standing()
        .or(() -> grant(recorded))
        .or(() -> input(request, request.real().parameters(), recorded.parameters()))
        .or(() -> stopping(recorded, alreadyOpen))
        .or(() -> phase(recorded));
  }

  private Optional<Breach> standing() {
    StoppingConditions stopping = terms.stopping();
    if (!contract.active()) {
      return limit(
          "status", "the contract is " + contract.status().name().toLowerCase(Locale.ROOT));
    }
    if (!agent.active()) {
      return limit(
          "agent",
          "agent " + agent.agent() + " is " + agent.status().name().toLowerCase(Locale.ROOT));
    }
    if (agent.level() < terms.requiredLevel()) {
      return limit(
          "requiredLevel",
          "agent %s holds level %d; the contract needs %d"
              .formatted(agent.agent(), agent.level(), terms.requiredLevel()));
    }
    if (now.isBefore(stopping.notBefore())) {
      return limit("stopping.notBefore", "the contract starts at " + stopping.notBefore());
    }
    if (!now.isBefore(stopping.expiresAt())) {
      return limit("stopping.expiresAt", "the contract expired at " + stopping.expiresAt());
    }
    return Optional.empty();
  }

  private Optional<Breach> grant(DispatchRequest request) {
    if (!terms.actions().contains(request.action())) {
      return limit("actions", "action '%s' is not granted".formatted(request.action()));
    }
    for (String resource : request.resources()) {
      if (!contract.grant().covers(resource)) {
        return violation("scope", "resource '%s' is outside the scope".formatted(resource));
      }
    }
    for (String dataClass : new TreeSet<>(request.dataClasses())) {
      if (!terms.dataClasses().contains(dataClass)) {
        return violation("dataClasses", "data of class '%s' is not granted".formatted(dataClass));
      }
    }
    return Optional.empty();
  }

  /// The schema clause alone, for parameters that an invariant has rewritten.
  ///
  /// @param rewritten with digests where the request has them and nothing was put in their place
  Optional<Breach> rewrittenInput(SealedRequest request, JsonValue.Fields rewritten) {
    return input(
        request, PersonalPlaces.reveal(rewritten, request.recorded(), request.real()), rewritten);
  }

  private Optional<Breach> input(
      SealedRequest request, JsonValue.Fields parameters, JsonValue.Fields recorded) {
    return contract
        .grant()
        .input(request.recorded().action())
        .flatMap(schema ->
            schema.check(parameters).stream()
                .findFirst()
                .map(violation ->
                    !request.personal() || schema.check(recorded).contains(violation)
                        ? "parameters%s %s".formatted(violation.pointer(), violation.message())
                        : withheld(request, violation.pointer())))
        .flatMap(detail -> limit("inputs", detail));
  }

  /// A schema's message may quote what it objects to, and its pointer names found there. Only what
  /// would be said without knowing any personal value is recorded.
  private static String withheld(SealedRequest request, String pointer) {
    JsonPointer at = JsonPointer.parse(PersonalPlaces.PARAMETERS + pointer);
    JsonPointer named =
        request.recorded().personal().keySet().stream().filter(at::isWithin).findFirst().orElse(at);
    return named.toString().substring(1)
        + " does not match its schema; why may tell personal data and is not recorded";
  }

  private Optional<Breach> stopping(DispatchRequest request, boolean alreadyOpen) {
    StoppingConditions stopping = terms.stopping();
    Optional<String> stopped = contract.stopsBecause(now);
    if (stopped.isPresent()) {
      return limit(STOP_CONDITION, stopped.get());
    }
    long open = contract.open().size() - (alreadyOpen ? 1L : 0L);
    if (open >= terms.openDispatchesMax()) {
      return limit(
          "openDispatchesMax",
          "%d dispatches are open; at most %d".formatted(open, terms.openDispatchesMax()));
    }
    if (stopping.actionsMax().isPresent()
        && contract.actionsUsed() >= stopping.actionsMax().getAsLong()) {
      return limit(
          "stopping.actionsMax",
          "%d actions were released or passed on; at most %d"
              .formatted(contract.actionsUsed(), stopping.actionsMax().getAsLong()));
    }
    if (stopping.actionsPerHourMax().isPresent()
        && contract.actionsWithinHour(now) >= stopping.actionsPerHourMax().getAsInt()) {
      return limit(
          "stopping.actionsPerHourMax",
          "%d actions were released within the hour; at most %d"
              .formatted(contract.actionsWithinHour(now), stopping.actionsPerHourMax().getAsInt()));
    }
    if (stopping.costMicrosMax().isPresent()
        && contract.costMicrosUsed() + request.costMicros()
            > stopping.costMicrosMax().getAsLong()) {
      return limit(
          "stopping.costMicrosMax",
          "%d are spent or passed on and this costs %d; at most %d"
              .formatted(
                  contract.costMicrosUsed(),
                  request.costMicros(),
                  stopping.costMicrosMax().getAsLong()));
    }
    if (stopping.durationMax().isPresent() && contract.firstReleasedAt().isPresent()) {
      Duration lasted = Duration.between(contract.firstReleasedAt().get(), now);
      if (lasted.compareTo(stopping.durationMax().get()) >= 0) {
        return limit(
            "stopping.durationMax",
            "the work lasts %s; at most %s".formatted(lasted, stopping.durationMax().get()));
      }
    }
    return Optional.empty();
  }

  /// A request that names no phase is meant for the present one.
  private Optional<Breach> phase(DispatchRequest request) {
    if (terms.phases().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> present = contract.progress().current();
    if (present.isEmpty()) {
      return limit(
          "phases",
          "no phase was entered; the first is '%s'".formatted(terms.phases().getFirst().name()));
    }
    if (request.phase().isPresent() && !request.phase().equals(present)) {
      return limit(
          "phases",
          "the work is in phase '%s', not in '%s'".formatted(present.get(), request.phase().get()));
    }
    return Optional.empty();
  }

  private static Optional<Breach> limit(String clause, String detail) {
    return Optional.of(new Breach(clause, detail, false));
  }

  private static Optional<Breach> violation(String clause, String detail) {
    return Optional.of(new Breach(clause, detail, true));
  }
}
