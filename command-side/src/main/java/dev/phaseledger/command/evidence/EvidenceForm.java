package dev.phaseledger.command.evidence;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.http.Given;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evidence as callers write it.
public record EvidenceForm(
    @Nullable String kind,
    @Nullable String content,
    @Nullable String producer,
    @Nullable Instant at,
    @Nullable List<@Nullable String> lineage,
    @Nullable JsonValue claims) {

  /// The evidence.
  ///
  /// @param field the member that holds it, for errors
  public Evidence evidence(String field) {
    return new Evidence(
        Given.required(field + ".kind", kind),
        new Digest(Given.required(field + ".content", content)),
        Given.required(field + ".producer", producer),
        Given.required(field + ".at", at),
        Given.list(field + ".lineage", lineage).stream().map(Digest::new).toList(),
        Given.fields(field + ".claims", claims));
  }
}
