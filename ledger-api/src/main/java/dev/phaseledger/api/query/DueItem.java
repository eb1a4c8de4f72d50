package dev.phaseledger.api.query;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import java.time.Instant;

/// Something whose time has come under a contract, as far as the views know. Whether there is
/// anything to do is for the contract's deciders to say.
///
/// @param dispatch the dispatch it is about; empty text if it is about the contract
/// @param due when it was due, in whole milliseconds; never earlier than what is recorded says
public record DueItem(
    TenantId tenant, ContractId contract, String dispatch, Kind kind, Instant due) {

  /// What the time has come for.
  public enum Kind {
    /// The contract ends.
    EXPIRY,
    /// The agent has been silent for too long.
    HEARTBEAT,
    /// Others are to be asked for an approval too.
    ESCALATION,
    /// A dispatch has waited as long as it may.
    TIMEOUT,
    /// What a deferred dispatch waits for may have come.
    DEFERRAL
  }
}
