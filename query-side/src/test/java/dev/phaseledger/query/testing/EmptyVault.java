package dev.phaseledger.query.testing;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.personal.Sealing;
import dev.phaseledger.api.personal.Vault;
import java.util.List;
import java.util.Optional;

/// A ledger in which nothing is personal.
final class EmptyVault implements Vault {

  @Override
  public Sealing seal(TenantId tenant, DispatchRequest request, Optional<Digest> asked) {
    return new Sealing(request, List.of(), List.of(), asked);
  }

  @Override
  public List<OpenedValue> open(TenantId tenant, DispatchRequest recorded) {
    return List.of();
  }

  @Override
  public boolean holds(TenantId tenant, SubjectId subject) {
    return false;
  }
}
