package dev.phaseledger.proof;

import dev.phaseledger.proof.ProofException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The public keys a verifier trusts, obtained by a way other than the log itself.
public record TrustedKeys(List<NoteVerifier> keys) {
  /// Refuses an empty list and two keys with the same name and id, which signatures could not tell
  /// apart.
  public TrustedKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("at least one trusted key is needed");
    }
    long distinct = keys.stream().map(key -> key.name() + "+" + key.keyId()).distinct().count();
    if (distinct != keys.size()) {
      throw new IllegalArgumentException("two trusted keys have the same name and id");
    }
  }

  /// Trusts exactly these keys.
  public static TrustedKeys of(NoteVerifier... keys) {
    return new TrustedKeys(List.of(keys));
  }

  /// Reads one vkey per line, each line ended by a line feed, as {@link #format} writes them.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static TrustedKeys parse(byte[] vkeys) {
    String text = StrictText.utf8Lines("the list of keys", vkeys);
    if (!text.endsWith("\n")) {
      throw ProofException.malformed("the list of keys does not end with a line feed");
    }
    List<NoteVerifier> keys = new ArrayList<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      keys.add(NoteVerifier.parse(line));
    }
    try {
      return new TrustedKeys(keys);
    } catch (IllegalArgumentException e) {
      throw ProofException.malformed("the list of keys names a key twice", e);
    }
  }

  /// One vkey per line.
  public byte[] format() {
    return keys.stream()
        .map(key -> key.vkey() + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The trusted keys that signed the note, at least one. Signatures by other keys are ignored; one
  /// bad signature in the name of a trusted key condemns the whole note.
  ///
  /// @throws ProofException `UNTRUSTED_KEY` or `BAD_SIGNATURE`
  public List<NoteVerifier> verify(SignedNote note) {
    List<NoteVerifier> signers = new ArrayList<>();
    for (NoteSignature signature : note.signatures()) {
      for (NoteVerifier key : keys) {
        if (!key.isNamedBy(signature)) {
          continue;
        }
        if (!key.verifies(note.text(), signature)) {
          throw new ProofException(
              Reason.BAD_SIGNATURE,
              "the signature by %s (key id %s) does not verify".formatted(key.name(), key.keyId()));
        }
        if (!signers.contains(key)) {
          signers.add(key);
        }
      }
    }
    if (signers.isEmpty()) {
      throw new ProofException(Reason.UNTRUSTED_KEY, "the note has no signature by a trusted key");
    }
    return List.copyOf(signers);
  }

  /// Verifies a note that is a checkpoint. At least one of the verified keys must bear the name of
  /// the checkpoint's origin, so that the key of one log cannot vouch for another.
  ///
  /// @throws ProofException `MALFORMED`, `UNTRUSTED_KEY`, `BAD_SIGNATURE` or `WRONG_ORIGIN`
  public VerifiedCheckpoint verifyCheckpoint(SignedNote note) {
    List<NoteVerifier> signers = verify(note);
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<NoteVerifier> ofLog =
        signers.stream().filter(key -> key.name().equals(checkpoint.origin())).toList();
    if (ofLog.isEmpty()) {
      throw new ProofException(
          Reason.WRONG_ORIGIN,
          "the checkpoint is of %s, signed by a key of %s"
              .formatted(checkpoint.origin(), signers.getFirst().name()));
    }
    return new VerifiedCheckpoint(checkpoint, ofLog.getFirst().keyId());
  }
}
