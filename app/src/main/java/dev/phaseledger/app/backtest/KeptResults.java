package dev.phaseledger.app.backtest;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.policy.BacktestResults;
import java.util.Optional;

/// Signed results among the artifacts of a tenant.
final class KeptResults implements BacktestResults {

  private final ArtifactStore artifacts;
  private final ResultSigner signer;

  KeptResults(ArtifactStore artifacts, ResultSigner signer) {
    this.artifacts = artifacts;
    this.signer = signer;
  }

  @Override
  public Optional<Digest> mapOf(TenantId tenant, Digest result) {
    return artifacts
        .find(tenant, result)
        .flatMap(note -> signer.verified(tenant, Kind.BACKTEST, note))
        .flatMap(KeptResults::map);
  }

  private static Optional<Digest> map(String line) {
    return Json.parse(line) instanceof Fields result
            && result.find("candidate").orElse(Fields.EMPTY) instanceof Fields candidate
            && candidate.find("digest").orElse(Fields.EMPTY) instanceof Text digest
        ? Optional.of(new Digest(digest.value()))
        : Optional.empty();
  }
}
