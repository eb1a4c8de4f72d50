package dev.phaseledger.api.query;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.query.AuthorityView.Because;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A contract as it was at a moment. What was done under it is found among the entries.
///
/// @param position the moment: the last entry of the tenant that counts
/// @param status `ACTIVE`, or how it had ended
/// @param because the entries that say so, in the order of the log, and none beside
public record PastContractView(
    String contractId,
    long position,
    Instant at,
    String status,
    Optional<String> endedReason,
    ContractTerms terms,
    Optional<String> phase,
    List<Because> because) {

  public PastContractView {
    because = List.copyOf(because);
  }
}
