package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A log whose keys change, as the service writes it: for tests of those who follow.
public final class RotatedLog {

  public static final String ORIGIN = "ledger.example/rotated";

  private final List<byte[]> entries = new ArrayList<>();

  /// The `n`-th key of the log, from 1 on.
  public static NoteSigner key(int n) {
    return FixedRandom.key(ORIGIN, 100 + n);
  }

  /// Adds entries that are not about keys.
  public RotatedLog entries(int count) {
    for (int i = 0; i < count; i++) {
      entries.add(bytes("{\"n\":%d,\"type\":\"other\"}".formatted(entries.size())));
    }
    return this;
  }

  /// Adds the entry that retires one key and names another.
  public RotatedLog rotation(NoteSigner from, NoteSigner to) {
    entries.add(rotationEntry(from.verifier(), to.verifier()));
    return this;
  }

  /// Adds any entry.
  public RotatedLog entry(String text) {
    entries.add(bytes(text));
    return this;
  }

  /// The entries so far.
  public List<byte[]> entries() {
    return List.copyOf(entries);
  }

  /// The checkpoint of the first `size` entries, signed with these keys.
  public SignedNote checkpoint(int size, NoteSigner... keys) {
    TreeHead head = new Proofs(StoredHashes.of(entries), size).head();
    return new Checkpoint(ORIGIN, head).sign(List.of(keys));
  }

  /// The proof that the first `from` entries are a prefix of the first `to`.
  public ConsistencyProof consistency(int from, int to) {
    return new Proofs(StoredHashes.of(entries), to).consistencyFrom(from);
  }

  /// That nothing is missing from `from` to `to` in the tree of the first `size` entries.
  public RangeProof range(int size, int from, int to) {
    return new Proofs(StoredHashes.of(entries), size).range(from, to);
  }

  /// The path from an entry to the root over the first `size` entries.
  public InclusionProof inclusion(int index, int size) {
    return new Proofs(StoredHashes.of(entries), size).inclusion(index);
  }

  /// The proof of the rotation at `index` against the first `size` entries.
  public RotationLink link(int index, int size, NoteSigner... keys) {
    Receipt receipt =
        new Receipt(
            new Proofs(StoredHashes.of(entries), size).inclusion(index), checkpoint(size, keys));
    return RotationLink.of(entries.get(index), receipt);
  }

  private static byte[] rotationEntry(NoteVerifier from, NoteVerifier to) {
    return bytes(
        """
        {"actor":"operator","data":{"by":"operator","newKey":"%s","oldKey":"%s",\
        "overlapUntil":"%s","reason":"say \\"why\\""},"id":"1","sequence":0,"stream":"rotated/log/log",\
        "time":"2026-01-01T00:00:00Z","type":"key.rotated.v1"}\
        """
            .formatted(to.vkey(), from.vkey(), Instant.parse("2026-01-08T00:00:00Z")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
