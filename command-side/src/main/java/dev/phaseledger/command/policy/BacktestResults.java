package dev.phaseledger.command.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import java.util.Optional;

/// Port: signed results of back-tests that are kept.
public interface BacktestResults {

  /// The digest of the map that a kept result is about; empty if the tenant has no such result, if
  /// no key of its log has signed it, or if it tried no map.
  Optional<Digest> mapOf(TenantId tenant, Digest result);
}
