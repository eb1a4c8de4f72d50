package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;
import java.time.Instant;
import java.util.List;

/// A content-addressed artifact that shows something.
///
/// @param kind what it is, such as `tests`, `diff`, `tool-output`
/// @param content the digest of the artifact's bytes
/// @param producer who or what made it
/// @param at when it was made, as the producer says
/// @param lineage digests of what it was made from
/// @param claims what it says, in few fields that invariants may read, such as `passed` or `commit`
public record Evidence(
    String kind,
    Digest content,
    String producer,
    Instant at,
    List<Digest> lineage,
    JsonValue.Fields claims) {
  public Evidence {
    lineage = List.copyOf(lineage);
  }
}
