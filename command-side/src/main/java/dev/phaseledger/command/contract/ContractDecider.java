package dev.phaseledger.command.contract;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.AgentAuthority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides on issuing and revoking contracts.
public final class ContractDecider {

  private ContractDecider() {}

  /// Grants a task to an agent that may have it.
  public static List<ContractEvent> issue(
      IssueContract command,
      Optional<ContractState> known,
      Optional<AgentAuthority> agent,
      Instant now) {
    requireOperator(command.context().by().holds(Role.OPERATOR), "issuing a contract");
    if (known.isPresent()) {
      throw new InvalidFieldException(
          "contractId", "'" + command.contract() + "' is issued already");
    }
    ContractTerms terms = command.terms();
    AgentAuthority holder =
        agent.orElseThrow(
            () -> new NotFoundException("agentId", "no agent '" + terms.agent() + "'"));
    if (!holder.active()) {
      throw new InvalidFieldException("agentId", "is revoked; reinstate it first");
    }
    check(terms, now);
    return List.of(new ContractIssued(command.contract(), terms));
  }

  /// Ends a contract; nothing to do if it has ended already.
  public static List<ContractEvent> revoke(RevokeContract command, ContractState contract) {
    requireOperator(command.context().by().holds(Role.OPERATOR), "revoking a contract");
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return contract.active()
        ? List.of(
            new ContractRevoked(
                contract.contract(),
                contract.terms().agent(),
                command.reason(),
                command.causedBy().isPresent() ? RevocationCause.PATH : RevocationCause.OPERATOR,
                command.causedBy()))
        : List.of();
  }

  private static void check(ContractTerms terms, Instant now) {
    Limits.text("task", terms.task(), Limits.REASON_CHARS_MAX);
    if (terms.actions().isEmpty()) {
      throw new InvalidFieldException("actions", "must name at least one action");
    }
    Limits.count("actions", terms.actions().size(), Limits.LABELS_MAX);
    terms.actions().forEach(action -> Limits.text("actions", action, Limits.NAME_CHARS_MAX));
    patterns("scope", terms.scope());
    patterns("excluded", terms.excluded());
    Limits.count("dataClasses", terms.dataClasses().size(), Limits.LABELS_MAX);
    Limits.range("requiredLevel", terms.requiredLevel(), 0, Limits.LEVEL_MAX);
    Limits.range("openDispatchesMax", terms.openDispatchesMax(), 1, Limits.OPEN_DISPATCHES_MAX);
    Limits.count("phases", terms.phases().size(), Limits.LABELS_MAX);
    terms
        .phases()
        .forEach(phase -> Limits.text("phases.name", phase.name(), Limits.NAME_CHARS_MAX));
    Limits.value("attributes", terms.attributes(), "");
    for (var input : terms.inputs().entrySet()) {
      String field = "inputs." + input.getKey();
      if (!terms.actions().contains(input.getKey())) {
        throw new InvalidFieldException(field, "is not one of the contract's actions");
      }
      Limits.value(field, input.getValue(), "");
    }
    Grant.of(terms);
    check(terms.stopping(), now);
  }

  private static void check(StoppingConditions stopping, Instant now) {
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
    stopping
        .durationMax()
        .ifPresent(max -> {
          if (max.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidFieldException("stopping.durationMax", "must be at least one second");
          }
        });
  }

  private static void patterns(String field, List<String> patterns) {
    Limits.count(field, patterns.size(), Limits.RESOURCES_MAX);
    patterns.forEach(pattern -> Limits.text(field, pattern, Limits.RESOURCE_CHARS_MAX));
  }

  private static void requireOperator(boolean holds, String what) {
    if (!holds) {
      throw new ForbiddenException(what + " needs the role OPERATOR");
    }
  }
}
