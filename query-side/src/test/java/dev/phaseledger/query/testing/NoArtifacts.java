package dev.phaseledger.query.testing;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import java.util.Optional;

/// A ledger that keeps nothing beside its entries.
final class NoArtifacts implements ArtifactStore {

  @Override
  public Digest store(TenantId tenant, byte[] bytes) {
    throw new UnsupportedOperationException("nothing is kept here");
  }

  @Override
  public Optional<byte[]> find(TenantId tenant, Digest digest) {
    return Optional.empty();
  }
}
