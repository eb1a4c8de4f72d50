package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.command.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides on replacing the terms of a contract. Who holds it, what it was delegated under and the
/// template it came from stay.
public final class Amendment {

  private Amendment() {}

  /// The amendment.
  ///
  /// @param parent the contract it was delegated under, if it was
  /// @param children what was delegated under it
  /// @throws StaleVersionException if the terms were amended meanwhile
  public static List<ContractEvent> amend(
      AmendContract command,
      ContractState contract,
      Optional<ContractState> parent,
      List<ContractState> children,
      Instant now) {
    ContractDecider.requireOperator(command.context().by(), "amending a contract");
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    contract.requireActive();
    ContractTerms present = contract.terms();
    if (command.version() != present.version()) {
      throw new StaleVersionException(
          "version",
          "is %d by now, not %d: look at the contract again"
              .formatted(present.version(), command.version()));
    }
    ContractTerms terms = completed(command.terms(), present);
    TermsCheck.check(terms, now);
    if (parent.isPresent()) {
      terms = Narrowing.inherited(parent.get().terms(), terms);
      TermsCheck.check(terms, now);
      Delegation.requireFits(parent.get(), contract, terms);
    }
    requirePresentPhase(contract, terms);
    Delegation.requireStillFits(contract, terms, children);
    var amended = new ContractAmended(contract.contract(), terms, command.reason());
    return List.of(amended);
  }

  private static ContractTerms completed(ContractTerms terms, ContractTerms present) {
    requireSame("agentId", Optional.of(terms.agent()), Optional.of(present.agent()));
    requireSame("parent", terms.parent(), present.parent());
    requireSame("template", terms.template(), present.template());
    return new ContractTerms(
        present.version() + 1,
        present.agent(),
        terms.task(),
        terms.scope(),
        terms.excluded(),
        terms.actions(),
        terms.inputs(),
        terms.dataClasses(),
        terms.requiredLevel(),
        terms.openDispatchesMax(),
        terms.stopping(),
        terms.phases(),
        terms.onBreach(),
        terms.attributes(),
        terms.approvers(),
        present.parent(),
        present.template());
  }

  private static <T> void requireSame(String field, Optional<T> given, Optional<T> present) {
    if (given.isPresent() && !given.equals(present)) {
      throw new InvalidFieldException(
          field,
          present
              .map(was -> "is '" + was + "' and cannot change")
              .orElse("is none and cannot change"));
    }
  }

  private static void requirePresentPhase(ContractState contract, ContractTerms terms) {
    Optional<String> at = contract.progress().current();
    if (at.isPresent()
        && !terms.phases().isEmpty()
        && terms.phases().stream().map(Phase::name).noneMatch(at.get()::equals)) {
      throw new InvalidFieldException(
          "phases", "must name '%s', the phase that the work is in".formatted(at.get()));
    }
  }
}
