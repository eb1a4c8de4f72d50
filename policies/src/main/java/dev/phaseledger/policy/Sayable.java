package dev.phaseledger.policy;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What may be said of a request with personal values: whatever can be said without knowing them.
///
/// @param scope the variables with digests where the values stand
/// @param digests the digest of each personal text
record Sayable(Scope scope, Map<String, String> digests) {

  /// Pairs the texts of a request with their digests.
  static Map<String, String> digests(DispatchRequest real, DispatchRequest recorded) {
    Map<String, String> digests = new HashMap<>();
    recorded
        .personal()
        .keySet()
        .forEach(pointer -> {
          if (real.personalValue(pointer) instanceof JsonValue.Text(String text)
              && recorded.personalValue(pointer) instanceof JsonValue.Text(String digest)) {
            digests.put(text, digest);
          }
        });
    return digests;
  }

  /// A message, if it says the same of the values and of their digests, but for quoting them.
  /// Otherwise something is computed from a value: said of the value it would tell of it, said of
  /// the digest it would not be true.
  ///
  /// @param ofValues the message where the values are known
  /// @param ofDigests the message where only the digests are
  Optional<String> message(String ofValues, String ofDigests) {
    String quoted = ofValues;
    for (Map.Entry<String, String> each : digests.entrySet()) {
      quoted = quoted.replace(each.getKey(), each.getValue());
    }
    return quoted.equals(ofDigests) ? Optional.of(ofDigests) : Optional.empty();
  }
}
