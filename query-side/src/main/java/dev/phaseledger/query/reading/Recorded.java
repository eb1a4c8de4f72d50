package dev.phaseledger.query.reading;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the canonical JSON that projections keep. What they wrote is well-formed: anything else is
/// an exception, since the row was changed by other hands.
public final class Recorded {

  private Recorded() {}

  public static ContractTerms terms(String column) {
    return Forms.terms(fields(column));
  }

  /// An array of strings, in its order.
  public static Set<String> texts(String column) {
    if (!(value(column) instanceof JsonValue.Items items)) {
      throw new IllegalStateException("a projection's column holds no JSON array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items.values()) {
      if (!(item instanceof JsonValue.Text text)) {
        throw new IllegalStateException("a projection's column holds more than strings");
      }
      texts.add(text.value());
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(texts));
  }

  private static JsonValue.Fields fields(String column) {
    if (!(value(column) instanceof JsonValue.Fields fields)) {
      throw new IllegalStateException("a projection's column holds no JSON object");
    }
    return fields;
  }

  private static JsonValue value(String column) {
    return Json.parseRecorded(column.getBytes(StandardCharsets.UTF_8));
  }
}
