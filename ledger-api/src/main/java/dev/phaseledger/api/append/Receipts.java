package dev.phaseledger.api.append;

import dev.phaseledger.api.TenantId;

/// Gives proofs that an entry is on record.
@FunctionalInterface
public interface Receipts {

  /// The receipt of a recorded entry against the tenant's newest signed checkpoint, in the C2SP
  /// `tlog-proof` format. Whoever holds the log's public key checks it without the service.
  ///
  /// @param index the entry's index in the tenant's log
  /// @throws dev.phaseledger.api.StoreException if the log cannot be read, or does not hold the
  ///   entry
  String receipt(TenantId tenant, long index);
}
