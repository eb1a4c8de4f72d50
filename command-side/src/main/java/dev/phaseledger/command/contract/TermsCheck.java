package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.command.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether terms are well-formed, whoever they are for. What is wrong is named by its field.
final class TermsCheck {

  /// Longest stop condition, in characters.
  static final int CONDITION_CHARS_MAX = 4_000;

  /// Gates of one phase.
  static final int GATES_MAX = 16;

  /// Shortest stretch of time that terms may limit something to.
  static final Duration DURATION_MIN = Duration.ofSeconds(1);

  /// Longest stretch of time that terms may limit something to.
  static final Duration DURATION_MAX = Duration.ofDays(3_660);

  private TermsCheck() {}

  /// @throws InvalidFieldException naming the first field that is wrong, and why
  static void check(ContractTerms terms, Instant now) {
    Limits.text("task", terms.task(), Limits.REASON_CHARS_MAX);
    if (terms.actions().isEmpty()) {
      throw new InvalidFieldException("actions", "must name at least one action");
    }
    names("actions", terms.actions());
    patterns("scope", terms.scope());
    patterns("excluded", terms.excluded());
    names("dataClasses", terms.dataClasses());
    names("approvers", terms.approvers());
    Limits.range("requiredLevel", terms.requiredLevel(), 0, Limits.LEVEL_MAX);
    Limits.range("openDispatchesMax", terms.openDispatchesMax(), 1, Limits.OPEN_DISPATCHES_MAX);
    phases(terms.phases());
    Limits.value("attributes", terms.attributes(), "");
    for (var input : terms.inputs().entrySet()) {
      String field = "inputs." + input.getKey();
      if (!terms.actions().contains(input.getKey())) {
        throw new InvalidFieldException(field, "is not one of the contract's actions");
      }
      Limits.value(field, input.getValue(), "");
    }
    stopping(terms.stopping(), now);
    Grant.of(terms);
  }

  private static void phases(List<Phase> phases) {
    Limits.count("phases", phases.size(), Limits.LABELS_MAX);
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      String field = "phases[" + i + "]";
      Limits.text(field + ".name", phase.name(), Limits.NAME_CHARS_MAX);
      if (!taken.add(phase.name())) {
        throw new InvalidFieldException(
            field + ".name", "'" + phase.name() + "' names another phase already");
      }
      names(field + ".requiredEvidence", phase.requiredEvidence());
      gates(field + ".gates", phase.gates());
    }
  }

  private static void gates(String field, List<Gate> gates) {
    Limits.count(field, gates.size(), GATES_MAX);
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      String at = field + "[" + i + "]";
      Limits.text(at + ".kind", gate.kind(), Limits.NAME_CHARS_MAX);
      if (!taken.add(gate.kind())) {
        throw new InvalidFieldException(
            at + ".kind", "'" + gate.kind() + "' is the kind of another gate already");
      }
      if (gate.format().isPresent()) {
        Limits.text(at + ".format", gate.format().get(), Limits.NAME_CHARS_MAX);
      }
    }
  }

  private static void stopping(StoppingConditions stopping, Instant now) {
    if (!stopping.expiresAt().isAfter(now)) {
      throw new InvalidFieldException("stopping.expiresAt", "must lie in the future");
    }
    if (!stopping.expiresAt().isAfter(stopping.notBefore())) {
      throw new InvalidFieldException("stopping.notBefore", "must lie before expiresAt");
    }
    stopping
        .actionsMax()
        .ifPresent(max -> Limits.range("stopping.actionsMax", max, 1, Limits.COST_MICROS_MAX));
    stopping
        .actionsPerHourMax()
        .ifPresent(max -> Limits.range("stopping.actionsPerHourMax", max, 1, Integer.MAX_VALUE));
    stopping
        .costMicrosMax()
        .ifPresent(max -> Limits.range("stopping.costMicrosMax", max, 0, Limits.COST_MICROS_MAX));
    stopping.durationMax().ifPresent(max -> duration("stopping.durationMax", max));
    stopping.heartbeatMax().ifPresent(max -> duration("stopping.heartbeatMax", max));
    stopping
        .when()
        .ifPresent(condition -> Limits.text("stopping.when", condition, CONDITION_CHARS_MAX));
  }

  static void duration(String field, Duration duration) {
    if (duration.compareTo(DURATION_MIN) < 0 || duration.compareTo(DURATION_MAX) > 0) {
      throw new InvalidFieldException(
          field, "must be from one second to %d days".formatted(DURATION_MAX.toDays()));
    }
  }

  private static void names(String field, Collection<String> names) {
    Limits.count(field, names.size(), Limits.LABELS_MAX);
    names.forEach(name -> Limits.text(field, name, Limits.NAME_CHARS_MAX));
  }

  private static void patterns(String field, List<String> patterns) {
    Limits.count(field, patterns.size(), Limits.RESOURCES_MAX);
    for (int i = 0; i < patterns.size(); i++) {
      Limits.text(field + "[" + i + "]", patterns.get(i), Limits.RESOURCE_CHARS_MAX);
    }
  }
}
