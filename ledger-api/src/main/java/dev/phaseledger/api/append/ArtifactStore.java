package dev.phaseledger.api.append;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import java.util.Optional;

/// Keeps what is too large for an entry, by its digest and within its tenant. What is kept is never
/// changed and never deleted, so an entry may refer to it by digest for good.
///
/// Usable by many threads. Keeping something again changes nothing.
public interface ArtifactStore {

  /// Keeps some bytes; they are durable when this returns.
  ///
  /// @return their digest
  /// @throws dev.phaseledger.api.InvalidFieldException if they are too many
  /// @throws dev.phaseledger.api.StoreException if the store is gone; whether they are kept is
  ///   unknown
  Digest store(TenantId tenant, byte[] bytes);

  /// The bytes with that digest, if the tenant has them.
  ///
  /// @throws dev.phaseledger.api.DamagedRecordException if what is kept has another digest by now
  /// @throws dev.phaseledger.api.StoreException if the store is gone
  Optional<byte[]> find(TenantId tenant, Digest digest);
}
