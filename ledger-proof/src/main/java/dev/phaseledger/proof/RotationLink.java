package dev.phaseledger.proof;

import java.util.Base64;
import java.util.Optional;

/// One step from an old key to a new one, complete in itself: the entry that names the new key and
/// its receipt against a checkpoint that both keys signed.
///
/// Its file form is a C2SP tlog-proof whose extra data are the entry's bytes. Nothing is verified
/// until {@link KeyChain#follow} has.
public final class RotationLink {
  private final byte[] entry;
  private final Receipt receipt;
  private final KeyRotation rotation;

  private RotationLink(byte[] entry, Receipt receipt, KeyRotation rotation) {
    this.entry = entry;
    this.receipt = receipt;
    this.rotation = rotation;
  }

  /// Joins an entry with its receipt.
  ///
  /// @throws ProofException `MALFORMED` if the entry does not rotate a key
  public static RotationLink of(byte[] entry, Receipt receipt) {
    byte[] kept = entry.clone();
    KeyRotation rotation =
        KeyRotation.find(kept)
            .orElseThrow(
                () -> ProofException.malformed("the entry is not of the type " + KeyRotation.TYPE));
    String extra = Base64.getEncoder().encodeToString(kept);
    return new RotationLink(
        kept, new Receipt(Optional.of(extra), receipt.inclusion(), receipt.checkpoint()), rotation);
  }

  /// Reads the file form.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static RotationLink parse(byte[] link) {
    Receipt receipt = Receipt.parse(link);
    String extra =
        receipt
            .extra()
            .orElseThrow(() ->
                ProofException.malformed("the receipt does not hold the entry as extra data"));
    return of(StrictText.base64("the receipt's extra data", extra), receipt);
  }

  /// The file form.
  public byte[] format() {
    return receipt.format();
  }

  /// The index of the entry in the log.
  public long index() {
    return receipt.inclusion().index();
  }

  /// What the entry says.
  public KeyRotation rotation() {
    return rotation;
  }

  /// The checkpoint that both keys must have signed.
  public SignedNote checkpoint() {
    return receipt.checkpoint();
  }

  /// The log's size and root as of that checkpoint.
  public TreeHead head() {
    return Checkpoint.parse(receipt.checkpoint().text()).head();
  }

  VerifiedCheckpoint verify(TrustedKeys keys) {
    return receipt.verify(entry, keys);
  }
}
