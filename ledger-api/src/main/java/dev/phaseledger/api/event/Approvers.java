package dev.phaseledger.api.event;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who may answer one pending dispatch.
///
/// @param excluded who asked for it, whom that one acts for, who answers for the agent, and the
///   agent
/// @param roles of which an answer needs one, escalation included; empty means any
/// @param contractRoles of which the contract demands one besides; empty means any
public record Approvers(Set<PrincipalId> excluded, Set<String> roles, Set<String> contractRoles) {

  public Approvers {
    excluded = Set.copyOf(excluded);
    roles = Set.copyOf(roles);
    contractRoles = Set.copyOf(contractRoles);
  }

  /// The names of a caller's roles, in lower case, and groups.
  public static Set<String> names(Principal caller) {
    var names = new TreeSet<>(caller.groups());
    caller.roles().forEach(role -> names.add(role.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  /// The roles that a requirement names, with those it was escalated to. No role besides makes up
  /// for one that is demanded; a requirement that names none stays open to all.
  public static Set<String> roles(
      Judgement.ApprovalRequirement requirement, Set<String> escalated) {
    if (requirement.roles().isEmpty()) {
      return Set.of();
    }
    var roles = new TreeSet<>(requirement.roles());
    roles.addAll(escalated);
    return roles;
  }

  /// Whoever speaks when a principal approves: itself, and the human that it acts for. Approvals
  /// that have one of them in common are one approval, in whichever order they are given.
  public static Set<PrincipalId> voices(PrincipalId approver, Optional<PrincipalId> onBehalfOf) {
    return onBehalfOf
        .filter(human -> !human.equals(approver))
        .map(human -> Set.of(approver, human))
        .orElse(Set.of(approver));
  }

  /// Why a caller may not answer, if it may not.
  public Optional<String> refusal(Principal by) {
    if (by.kind() != Principal.Kind.HUMAN || !by.holds(Role.APPROVER)) {
      return Optional.of("answering an approval needs a human with the role APPROVER");
    }
    if (excluded.contains(by.id()) || by.onBehalfOf().filter(excluded::contains).isPresent()) {
      return Optional.of(
          "neither who requested a dispatch, nor who answers for its agent, nor who acts for one of"
              + " them approves it");
    }
    Set<String> held = names(by);
    if (!roles.isEmpty() && roles.stream().noneMatch(held::contains)) {
      return Optional.of("approving this needs one of the roles " + new TreeSet<>(roles));
    }
    if (!contractRoles.isEmpty() && contractRoles.stream().noneMatch(held::contains)) {
      return Optional.of(
          "the contract lets only the roles " + new TreeSet<>(contractRoles) + " approve");
    }
    return Optional.empty();
  }
}
