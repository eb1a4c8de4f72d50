package dev.phaseledger.command.contract;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import java.time.Instant;
import java.util.OptionalLong;

/// Decides on passing on part of a contract to another agent.
final class Delegation {

  /// Delegations above a contract, at most.
  static final int DEPTH_MAX = 5;

  /// Contracts delegated under one contract, ended ones too.
  static final int CHILDREN_MAX = 100;

  /// Contracts of one tree, ended ones too: they end in one append, which holds a limited number of
  /// entries.
  static final int FAMILY_MAX = 300;

  private Delegation() {}

  /// The parent's side of a delegation.
  ///
  /// @param terms of the new contract, with what it inherits
  record Passed(ContractTerms terms, ContractDelegated event) {}

  /// @throws InvalidFieldException naming what of the new contract does not fit into the parent
  static Passed decide(IssueContract command, Parent parent, Instant now) {
    ContractState from = parent.contract();
    requireMayDelegate(command.context().by(), parent);
    from.requireActive("parent");
    if (command.terms().agent().equals(from.terms().agent())) {
      throw new InvalidFieldException("agentId", "holds the parent contract itself");
    }
    if (parent.depth() + 1 > DEPTH_MAX) {
      throw new InvalidFieldException(
          "parent", "lies %d delegations deep; at most %d".formatted(parent.depth(), DEPTH_MAX));
    }
    if (from.delegations().children().size() >= CHILDREN_MAX) {
      throw new InvalidFieldException(
          "parent", "has delegated %d contracts already".formatted(CHILDREN_MAX));
    }
    if (parent.family() >= FAMILY_MAX) {
      throw new InvalidFieldException(
          "parent", "belongs to a tree of %d contracts already".formatted(FAMILY_MAX));
    }
    if (!now.isBefore(from.terms().stopping().expiresAt())) {
      throw new InvalidFieldException(
          "parent", "expired at " + from.terms().stopping().expiresAt());
    }
    from.stopsBecause(now)
        .ifPresent(reason -> {
          throw new InvalidFieldException("parent", "stops: " + reason);
        });
    ContractTerms terms = Narrowing.inherited(from.terms(), command.terms());
    requireSameAttributes(command.context().by(), from.terms(), terms);
    Narrowing.require(from.terms(), terms);
    remaining(from, terms);
    return new Passed(
        terms,
        new ContractDelegated(
            from.contract(),
            command.contract(),
            terms.agent(),
            terms.stopping().actionsMax(),
            terms.stopping().costMicrosMax()));
  }

  /// Whether amended terms still fit into the parent, and into what was set aside for them.
  static void requireFits(ContractState parent, ContractState child, ContractTerms terms) {
    Narrowing.require(parent.terms(), terms);
    var aside =
        parent
            .delegations()
            .find(child.contract())
            .orElseThrow(() ->
                new IllegalStateException(
                    parent.contract() + " has not delegated " + child.contract()));
    within("stopping.actionsMax", terms.stopping().actionsMax(), aside.actions());
    within("stopping.costMicrosMax", terms.stopping().costMicrosMax(), aside.costMicros());
    duration(parent, terms);
  }

  /// Whether what was delegated under a contract still fits under its amended terms.
  static void requireStillFits(
      ContractState parent, ContractTerms amended, Iterable<ContractState> children) {
    var delegated = parent.delegations();
    if (!delegated.children().isEmpty()) {
      StoppingConditions stopping = amended.stopping();
      least("stopping.actionsMax", stopping.actionsMax(), parent.actionsUsed());
      least("stopping.costMicrosMax", stopping.costMicrosMax(), parent.costMicrosUsed());
    }
    for (ContractState child : children) {
      if (!child.active()) {
        continue;
      }
      try {
        Narrowing.require(amended, child.terms());
      } catch (InvalidFieldException wider) {
        throw new InvalidFieldException(
            wider.field(),
            "delegated contract '%s' would not fit any more: its %s %s"
                .formatted(child.contract(), wider.field(), wider.reason()));
      }
    }
  }

  private static void requireMayDelegate(Principal by, Parent parent) {
    ContractState from = parent.contract();
    if (!from.isParty(by)) {
      throw new ForbiddenException(
          "only agent %s, which holds contract %s, or an operator passes it on"
              .formatted(from.terms().agent(), from.contract()));
    }
    if (by.holds(Role.OPERATOR)) {
      return;
    }
    if (parent.halted().isPresent()) {
      throw new ForbiddenException("the tenant is halted: " + parent.halted().get());
    }
    if (!parent.holder().active() || parent.holder().level() < from.terms().requiredLevel()) {
      throw new ForbiddenException(
          "agent %s may not act under contract %s now, and passes nothing of it on"
              .formatted(from.terms().agent(), from.contract()));
    }
  }

  /// Invariants read attributes: an agent must not write what it is judged by.
  private static void requireSameAttributes(
      Principal by, ContractTerms parent, ContractTerms terms) {
    if (!by.holds(Role.OPERATOR) && !terms.attributes().equals(parent.attributes())) {
      throw new InvalidFieldException(
          "attributes", "are inherited: only an operator adds others to them");
    }
  }

  private static void remaining(ContractState from, ContractTerms terms) {
    StoppingConditions limits = from.terms().stopping();
    StoppingConditions stopping = terms.stopping();
    within(
        "stopping.actionsMax",
        stopping.actionsMax(),
        left(limits.actionsMax(), from.actionsUsed()));
    within(
        "stopping.costMicrosMax",
        stopping.costMicrosMax(),
        left(limits.costMicrosMax(), from.costMicrosUsed()));
    duration(from, terms);
  }

  /// The time since the parent's first release passes for whom it delegates to as well.
  private static void duration(ContractState parent, ContractTerms terms) {
    if (parent.firstReleasedAt().isPresent()
        && parent.terms().stopping().durationMax().isPresent()) {
      Instant end =
          parent.firstReleasedAt().get().plus(parent.terms().stopping().durationMax().get());
      if (terms.stopping().expiresAt().isAfter(end)) {
        throw new InvalidFieldException(
            "stopping.expiresAt",
            "must not lie after %s, when the parent's work ends".formatted(end));
      }
    }
  }

  private static OptionalLong left(OptionalLong max, long used) {
    return max.isPresent() ? OptionalLong.of(Math.max(0, max.getAsLong() - used)) : max;
  }

  private static void within(String field, OptionalLong given, OptionalLong left) {
    if (left.isPresent() && (given.isEmpty() || given.getAsLong() > left.getAsLong())) {
      throw new InvalidFieldException(
          field, "must be given, and at most the %d that are left".formatted(left.getAsLong()));
    }
  }

  private static void least(String field, OptionalLong max, long used) {
    if (max.isPresent() && max.getAsLong() < used) {
      throw new InvalidFieldException(
          field, "%d are used or were set aside for what was delegated".formatted(used));
    }
  }
}
