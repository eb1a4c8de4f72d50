package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// What an entry of the type `key.rotated.v1` says: from here on, another key must sign the log's
/// checkpoints. It proves nothing by itself; see {@link KeyChain}.
///
/// @param oldKey the key that signed until this entry
/// @param newKey the key that must sign from this entry on
/// @param overlapUntil the old key signs beside the new one until then
public record KeyRotation(NoteVerifier oldKey, NoteVerifier newKey, Instant overlapUntil) {
  /// The type of such entries.
  public static final String TYPE = "key.rotated.v1";

  /// Entries are objects with sorted members, of which `type` is the last.
  private static final byte[] END =
      ("\"type\":\"" + TYPE + "\"}").getBytes(StandardCharsets.US_ASCII);

  /// Refuses keys of two logs, and a key that replaces itself.
  public KeyRotation {
    if (!oldKey.name().equals(newKey.name())) {
      throw new IllegalArgumentException(
          "the keys have different names: %s and %s".formatted(oldKey.name(), newKey.name()));
    }
    if (oldKey.equals(newKey)) {
      throw new IllegalArgumentException("the new key is the old one");
    }
  }

  /// Whether the entry in `buffer` from `offset` on, `length` bytes long, is of this type. Exact
  /// for every entry that the ledger writes; looks at the entry's end only.
  public static boolean isOne(byte[] buffer, int offset, int length) {
    int from = offset + length - END.length;
    return from >= offset && Arrays.equals(buffer, from, offset + length, END, 0, END.length);
  }

  /// What a whole entry says, if it is of this type.
  ///
  /// @throws ProofException `MALFORMED` if it is of this type but not of its form
  public static Optional<KeyRotation> find(byte[] entry) {
    if (!isOne(entry, 0, entry.length)) {
      return Optional.empty();
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry)).toString();
    } catch (CharacterCodingException e) {
      throw ProofException.malformed("the entry is not UTF-8", e);
    }
    RecordedJson.Value.Members data = RecordedJson.object(text).object("data");
    NoteVerifier oldKey = NoteVerifier.parse(data.text("oldKey"));
    NoteVerifier newKey = NoteVerifier.parse(data.text("newKey"));
    try {
      Instant overlapUntil = Instant.parse(data.text("overlapUntil"));
      return Optional.of(new KeyRotation(oldKey, newKey, overlapUntil));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw ProofException.malformed("the rotation of a key: " + e.getMessage(), e);
    }
  }
}
