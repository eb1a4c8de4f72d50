package dev.phaseledger.query.personal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.Optional;

/// The personal values of a dispatch, as they are sent.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PersonalBody(String dispatchId, List<Value> values) {

  /// One of them.
  ///
  /// @param pointer where it stands in the request
  /// @param digest what is recorded in its place: SHA-256 over the salt's bytes and the value's
  ///   canonical bytes
  /// @param state `READABLE` or `ERASED`
  /// @param erasedAt position of the entry that records the erasure
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Value(
      String pointer,
      String subject,
      String digest,
      String state,
      Optional<JsonValue> value,
      Optional<String> salt,
      Optional<Long> erasedAt) {

    static Value of(OpenedValue opened) {
      return switch (opened) {
        case OpenedValue.Known known ->
            new Value(
                known.pointer().toString(),
                known.subject().value(),
                known.digest().value(),
                "READABLE",
                Optional.of(known.value()),
                Optional.of(known.salt()),
                Optional.empty());
        case OpenedValue.Erased erased ->
            new Value(
                erased.pointer().toString(),
                erased.subject().value(),
                erased.digest().value(),
                "ERASED",
                Optional.empty(),
                Optional.empty(),
                Optional.of(erased.position()));
      };
    }
  }
}
