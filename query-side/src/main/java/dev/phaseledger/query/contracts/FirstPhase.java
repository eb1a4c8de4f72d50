package dev.phaseledger.query.contracts;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import java.util.Optional;

/// The phase that a contract is in as soon as it is issued.
public final class FirstPhase {

  private FirstPhase() {}

  /// The first one, if that requires nothing; else it is in none.
  public static Optional<String> of(ContractTerms terms) {
    return terms.phases().stream()
        .findFirst()
        .filter(first -> first.requiredEvidence().isEmpty() && first.gates().isEmpty())
        .map(Phase::name);
  }
}
