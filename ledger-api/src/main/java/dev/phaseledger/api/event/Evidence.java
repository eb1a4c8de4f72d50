package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A content-addressed artifact that shows something.
///
/// @param kind what it is, such as `tests`, `diff`, `tool-output`
/// @param content the digest of the artifact's bytes
/// @param producer who or what made it
/// @param at when it was made, as the producer says
/// @param lineage digests of what it was made from
/// @param claims what it says, in few fields that invariants may read, such as `passed` or `commit`
/// @param format the format in which the ledger itself has read the artifact, such as `junit-xml`;
///   then the claims are what it found there. Empty if somebody merely states them
public record Evidence(
    String kind,
    Digest content,
    String producer,
    Instant at,
    List<Digest> lineage,
    JsonValue.Fields claims,
    Optional<String> format) {
  public Evidence {
    lineage = List.copyOf(lineage);
  }

  /// Evidence whose claims are what somebody states.
  public Evidence(
      String kind,
      Digest content,
      String producer,
      Instant at,
      List<Digest> lineage,
      JsonValue.Fields claims) {
    this(kind, content, producer, at, lineage, claims, Optional.empty());
  }
}
