package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether terms grant nothing that wider terms do not grant. It may refuse what it cannot prove.
final class Narrowing {

  private Narrowing() {}

  /// The narrower terms with what the wider ones impose on them anyway: exclusions, schemas of
  /// actions, approvers, attributes, heartbeats.
  ///
  /// @throws InvalidFieldException if they say otherwise
  static ContractTerms inherited(ContractTerms wider, ContractTerms terms) {
    List<String> excluded = new ArrayList<>(terms.excluded());
    wider.excluded().stream().filter(glob -> !excluded.contains(glob)).forEach(excluded::add);
    Map<String, JsonValue.Fields> inputs = new TreeMap<>(terms.inputs());
    for (String action : terms.actions()) {
      JsonValue.Fields schema = wider.inputs().get(action);
      if (schema != null) {
        inputs.putIfAbsent(action, schema);
      }
    }
    TreeMap<String, JsonValue> attributes = new TreeMap<>(wider.attributes().members());
    attributes.putAll(terms.attributes().members());
    StoppingConditions own = terms.stopping();
    return new ContractTerms(
        terms.version(),
        terms.agent(),
        terms.task(),
        terms.scope(),
        excluded,
        terms.actions(),
        inputs,
        terms.dataClasses(),
        terms.requiredLevel(),
        terms.openDispatchesMax(),
        new StoppingConditions(
            own.notBefore(),
            own.expiresAt(),
            own.actionsMax(),
            own.actionsPerHourMax(),
            own.costMicrosMax(),
            own.durationMax(),
            own.when(),
            own.heartbeatMax().or(() -> wider.stopping().heartbeatMax())),
        terms.phases(),
        terms.onBreach(),
        new JsonValue.Fields(attributes),
        terms.approvers().isEmpty() ? wider.approvers() : terms.approvers(),
        terms.parent(),
        terms.template());
  }

  /// @throws InvalidFieldException naming what of the narrower terms is not granted by the wider
  ///   ones
  static void require(ContractTerms wider, ContractTerms terms) {
    scope(wider, terms);
    subset("actions", terms.actions(), wider.actions());
    subset("dataClasses", terms.dataClasses(), wider.dataClasses());
    for (String action : terms.actions()) {
      JsonValue.Fields schema = wider.inputs().get(action);
      if (schema != null && !schema.equals(terms.inputs().get(action))) {
        throw new InvalidFieldException(
            "inputs." + action, "must be the parent's schema, or absent");
      }
    }
    if (terms.requiredLevel() < wider.requiredLevel()) {
      throw new InvalidFieldException(
          "requiredLevel", "must be at least the parent's, " + wider.requiredLevel());
    }
    atMost("openDispatchesMax", terms.openDispatchesMax(), wider.openDispatchesMax());
    stopping(wider.stopping(), terms.stopping());
    if (wider.onBreach() == BreachAction.REVOKE_CONTRACT
        && terms.onBreach() != BreachAction.REVOKE_CONTRACT) {
      throw new InvalidFieldException("onBreach", "must be REVOKE_CONTRACT, as the parent's");
    }
    if (!wider.approvers().isEmpty()) {
      if (terms.approvers().isEmpty()) {
        throw new InvalidFieldException("approvers", "must be among the parent's");
      }
      subset("approvers", terms.approvers(), wider.approvers());
    }
    wider
        .attributes()
        .members()
        .forEach((name, value) -> {
          if (!value.equals(terms.attributes().members().get(name))) {
            throw new InvalidFieldException("attributes." + name, "must be the parent's");
          }
        });
  }

  private static void scope(ContractTerms wider, ContractTerms terms) {
    Grant grant = Grant.of(wider);
    for (int i = 0; i < terms.scope().size(); i++) {
      String field = "scope[" + i + "]";
      if (!grant.contains(field, terms.scope().get(i))) {
        throw new InvalidFieldException(
            field,
            "'%s' is not within one pattern of the parent's scope".formatted(terms.scope().get(i)));
      }
    }
    for (String glob : wider.excluded()) {
      if (!terms.excluded().contains(glob)) {
        throw new InvalidFieldException(
            "excluded", "must name '%s', which the parent excludes".formatted(glob));
      }
    }
  }

  private static void stopping(StoppingConditions wider, StoppingConditions own) {
    if (own.notBefore().isBefore(wider.notBefore())) {
      throw new InvalidFieldException(
          "stopping.notBefore", "must not lie before the parent's, " + wider.notBefore());
    }
    if (own.expiresAt().isAfter(wider.expiresAt())) {
      throw new InvalidFieldException(
          "stopping.expiresAt", "must not lie after the parent's, " + wider.expiresAt());
    }
    if (wider.actionsMax().isPresent()) {
      requireGiven("stopping.actionsMax", own.actionsMax().isPresent());
      atMost("stopping.actionsMax", own.actionsMax().getAsLong(), wider.actionsMax().getAsLong());
    }
    if (wider.costMicrosMax().isPresent()) {
      requireGiven("stopping.costMicrosMax", own.costMicrosMax().isPresent());
      atMost(
          "stopping.costMicrosMax",
          own.costMicrosMax().getAsLong(),
          wider.costMicrosMax().getAsLong());
    }
    if (wider.actionsPerHourMax().isPresent()) {
      requireGiven("stopping.actionsPerHourMax", own.actionsPerHourMax().isPresent());
      atMost(
          "stopping.actionsPerHourMax",
          own.actionsPerHourMax().getAsInt(),
          wider.actionsPerHourMax().getAsInt());
    }
    atMost("stopping.durationMax", own.durationMax(), wider.durationMax());
    atMost("stopping.heartbeatMax", own.heartbeatMax(), wider.heartbeatMax());
  }

  private static void atMost(String field, Optional<Duration> own, Optional<Duration> max) {
    if (max.isPresent()) {
      requireGiven(field, own.isPresent());
      if (own.orElseThrow().compareTo(max.get()) > 0) {
        throw new InvalidFieldException(field, "must be at most the parent's, " + max.get());
      }
    }
  }

  private static void atMost(String field, long own, long max) {
    if (own > max) {
      throw new InvalidFieldException(field, "must be at most the parent's, " + max);
    }
  }

  private static void requireGiven(String field, boolean given) {
    if (!given) {
      throw new InvalidFieldException(field, "must be given: the parent has a limit");
    }
  }

  private static void subset(String field, Set<String> own, Set<String> wider) {
    for (String name : new TreeSet<>(own)) {
      if (!wider.contains(name)) {
        throw new InvalidFieldException(
            field, "'%s' is not the parent's to pass on".formatted(name));
      }
    }
  }
}
