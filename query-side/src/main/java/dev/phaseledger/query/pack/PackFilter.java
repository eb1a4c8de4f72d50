package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import java.util.Optional;

/// Which entries of the range a pack holds. Entries must fit everything that is named.
///
/// @param contract entries of this contract, and the one that delegated it
/// @param agent entries of this agent and of the contracts it holds
record PackFilter(Optional<ContractId> contract, Optional<AgentId> agent) {

  /// Whether every entry is wanted.
  boolean isOpen() {
    return contract.isEmpty() && agent.isEmpty();
  }
}
