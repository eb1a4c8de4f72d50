package dev.phaseledger.api.query;

import dev.phaseledger.api.event.ContractTerms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an agent could do at a moment, and the entries that say so.
///
/// @param position the moment: the last entry of the tenant that counts
/// @param at the time that contracts were held against
/// @param status `ACTIVE`, `SUSPENDED` or `REVOKED`
/// @param epoch how often its authority had changed
/// @param halted why nothing was authorized in the tenant, if that was so
/// @param contracts its contracts that had not ended, in the order of their issue
/// @param because the entries that say so, in the order of the log, and none beside
public record AuthorityView(
    String agentId,
    long position,
    Instant at,
    String status,
    int level,
    long epoch,
    Optional<String> halted,
    List<Grant> contracts,
    List<Because> because) {

  public AuthorityView {
    contracts = List.copyOf(contracts);
    because = List.copyOf(because);
  }

  /// What one contract granted.
  ///
  /// @param phase the phase that the work was in
  /// @param blocked why nothing could be done under it, if that was so; limits on counts and costs,
  ///   and the invariants, are not looked at here
  public record Grant(
      String contractId, ContractTerms terms, Optional<String> phase, Optional<String> blocked) {}

  /// An entry that says so.
  public record Because(long position, long index, Instant at, String type, String sentence) {}
}
