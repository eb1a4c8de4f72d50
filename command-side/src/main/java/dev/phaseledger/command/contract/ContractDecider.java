package dev.phaseledger.command.contract;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.AgentAuthority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides on issuing contracts and on how they end.
public final class ContractDecider {

  private ContractDecider() {}

  /// Grants a task to an agent that may have it. If the terms name a parent, the first event
  /// belongs to the parent's stream.
  ///
  /// @param agent who is to hold the contract, if there is such an agent
  /// @param parent there if the terms name one
  public static List<ContractEvent> issue(
      IssueContract command,
      Optional<ContractState> known,
      Optional<AgentAuthority> agent,
      Optional<Parent> parent,
      Instant now) {
    if (parent.isEmpty()) {
      requireOperator(command.context().by(), "issuing a contract");
    }
    requireUnknown(command, known);
    AgentAuthority holder =
        agent.orElseThrow(
            () -> new NotFoundException("agentId", "no agent '" + command.terms().agent() + "'"));
    if (!holder.active()) {
      throw new InvalidFieldException("agentId", "is revoked or suspended; reinstate it first");
    }
    TermsCheck.check(command.terms(), now);
    List<ContractEvent> events = new ArrayList<>();
    ContractTerms terms = command.terms();
    if (parent.isPresent()) {
      Delegation.Passed passed = Delegation.decide(command, parent.get(), now);
      events.add(passed.event());
      terms = passed.terms();
      TermsCheck.check(terms, now);
    }
    var issued = new ContractIssued(command.contract(), terms);
    ContractState.issued(issued)
        .stopsBecause(now)
        .ifPresent(reason -> {
          throw new InvalidFieldException(
              "stopping.when", "would stop the contract at once: " + reason);
        });
    events.add(issued);
    return events;
  }

  /// Refuses a contract under a name that is taken.
  public static void requireUnknown(IssueContract command, Optional<ContractState> known) {
    if (known.isPresent()) {
      throw new InvalidFieldException(
          "contractId", "'" + command.contract() + "' is issued already");
    }
  }

  /// Ends a contract without blame; nothing to do if it has ended already. The contract's agent may
  /// say that its task is done.
  public static List<ContractEvent> end(EndContract command, ContractState contract) {
    Principal by = command.context().by();
    switch (command.ending()) {
      case FULFILLED -> {
        if (!contract.isParty(by)) {
          throw new ForbiddenException(
              "only agent %s or an operator declares contract %s fulfilled"
                  .formatted(contract.terms().agent(), contract.contract()));
        }
      }
      case STOPPED -> requireOperator(by, "stopping a contract");
      case EXPIRED -> throw new InvalidFieldException("ending", "a contract expires by itself");
    }
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return contract.active()
        ? List.of(ended(contract, command.ending(), command.reason()))
        : List.of();
  }

  /// Revokes a contract; nothing to do if it has ended already.
  public static List<ContractEvent> revoke(RevokeContract command, ContractState contract) {
    requireOperator(command.context().by(), "revoking a contract");
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

  /// Ends a contract because the one it was delegated under has ended; nothing to do if it has
  /// ended already.
  public static List<ContractEvent> orphaned(ContractState contract, ContractState parent) {
    return contract.active()
        ? List.of(
            new ContractRevoked(
                contract.contract(),
                contract.terms().agent(),
                "Contract %s, under which it was delegated, is %s."
                    .formatted(parent.contract(), parent.statusWord()),
                RevocationCause.PARENT))
        : List.of();
  }

  /// Ends a contract whose own stop condition holds now.
  public static List<ContractEvent> stopIfMet(ContractState contract, Instant now) {
    return contract.active()
        ? contract
            .stopsBecause(now)
            .map(reason -> List.<ContractEvent>of(ended(contract, Ending.STOPPED, reason)))
            .orElse(List.of())
        : List.of();
  }

  private static ContractEnded ended(ContractState contract, Ending ending, String reason) {
    return new ContractEnded(contract.contract(), contract.terms().agent(), ending, reason);
  }

  static void requireOperator(Principal by, String what) {
    if (!by.holds(Role.OPERATOR)) {
      throw new ForbiddenException(what + " needs the role OPERATOR");
    }
  }
}
