package dev.phaseledger.command.handling;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.personal.Sealing;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Sealer;
import java.util.Map;
import java.util.TreeMap;

/// Seals and opens personal values for the running unit of work, and has its append carry what that
/// takes: the sealed values, and guards on their subjects, so that nothing is recorded with a key
/// that was destroyed meanwhile.
final class Personal {

  private Personal() {}

  static Sealer sealer(RequestDispatch command, Vault vault) {
    return request ->
        request.personal().isEmpty() ? SealedRequest.plain(request) : seal(command, request, vault);
  }

  private static SealedRequest seal(RequestDispatch command, DispatchRequest request, Vault vault) {
    Sealing sealing =
        vault.seal(
            command.tenant(), request, command.context().idempotency().map(Idempotency::request));
    AppendScope scope = Applied.scope();
    sealing.values().forEach(scope::seal);
    sealing.guards().forEach(scope::guard);
    // A plain digest of the request would let its personal values be tried out for ever.
    sealing
        .repeat()
        .ifPresent(digest ->
            scope
                .idempotency()
                .map(claim -> new Claim(claim.tenant(), claim.scope(), claim.key(), digest))
                .ifPresent(scope::idempotency));
    return new SealedRequest(request, sealing.recorded());
  }

  static Opener opener(TenantId tenant, Vault vault) {
    return recorded ->
        recorded.personal().isEmpty() ? Opener.NONE.open(recorded) : open(tenant, recorded, vault);
  }

  private static Opener.Opened open(TenantId tenant, DispatchRequest recorded, Vault vault) {
    Map<JsonPointer, JsonValue> values = new TreeMap<>();
    for (OpenedValue value : vault.open(tenant, recorded)) {
      switch (value) {
        case OpenedValue.Known known -> {
          Applied.scope().guard(known.guard());
          values.put(known.pointer(), known.value());
        }
        case OpenedValue.Erased erased -> {
          return new Opener.Opened.Erased(erased.subject(), erased.position());
        }
      }
    }
    return new Opener.Opened.Whole(
        new SealedRequest(recorded.withPersonalValues(values), recorded));
  }
}
