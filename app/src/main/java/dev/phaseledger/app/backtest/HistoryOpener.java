package dev.phaseledger.app.backtest;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import java.util.Map;
import java.util.TreeMap;

/// Opens personal values for as long as one decision is made again. What is said of the decision
/// follows from its recorded form, so no value gets into a result.
final class HistoryOpener implements Opener {

  private final TenantId tenant;
  private final Vault vault;

  HistoryOpener(TenantId tenant, Vault vault) {
    this.tenant = tenant;
    this.vault = vault;
  }

  @Override
  public Opened open(DispatchRequest recorded) {
    if (recorded.personal().isEmpty()) {
      return Opener.NONE.open(recorded);
    }
    Map<JsonPointer, JsonValue> values = new TreeMap<>();
    for (OpenedValue value : vault.open(tenant, recorded)) {
      switch (value) {
        case OpenedValue.Known known -> values.put(known.pointer(), known.value());
        case OpenedValue.Erased erased -> {
          return new Opened.Erased(erased.subject(), erased.position());
        }
      }
    }
    return new Opened.Whole(new SealedRequest(recorded.withPersonalValues(values), recorded));
  }
}
