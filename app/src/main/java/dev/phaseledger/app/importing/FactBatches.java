package dev.phaseledger.app.importing;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.importing.FactRule.Found;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Splits facts so that each request, and the entry it leads to, stays within the ledger's limits.
final class FactBatches {

  /// Bytes of one fact's value in canonical form, at most.
  static final int FACT_BYTES_MAX = 32 * 1024;

  /// Bytes of the facts of one request, at most: leaves room in an entry of 65,535 bytes.
  static final int BATCH_BYTES_MAX = 48 * 1024;

  /// Facts of one request, at most.
  static final int BATCH_FACTS_MAX = 100;

  private final Instant observedAt;
  private final List<String> refusals;

  /// Collects what is too large in the list given.
  FactBatches(Instant observedAt, List<String> refusals) {
    this.observedAt = observedAt;
    this.refusals = refusals;
  }

  /// The facts in order; at least one batch, which may be empty.
  List<List<JsonValue>> split(List<Found> facts) {
    List<List<JsonValue>> batches = new ArrayList<>();
    List<JsonValue> batch = new ArrayList<>();
    int bytes = 0;
    for (Found fact : facts) {
      int valueBytes = Json.bytes(fact.value()).length;
      if (valueBytes > FACT_BYTES_MAX) {
        refusals.add(
            "fact %s '%s': has %d bytes; at most %d"
                .formatted(fact.name(), fact.key(), valueBytes, FACT_BYTES_MAX));
        continue;
      }
      Fields form = form(fact);
      int size = Json.bytes(form).length;
      if (bytes + size > BATCH_BYTES_MAX || batch.size() == BATCH_FACTS_MAX) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(form);
      bytes += size;
    }
    batches.add(batch);
    return batches;
  }

  private Fields form(Found fact) {
    return Fields.with("name", new Text(fact.name()))
        .put("key", fact.key())
        .put("value", fact.value())
        .put("observedAt", observedAt.toString())
        .build();
  }
}
