package dev.phaseledger.proof;

import dev.phaseledger.proof.ProofException.Reason;

/// A checkpoint whose signature has been verified with a trusted key of its log. Only {@link
/// TrustedKeys} makes one.
public final class VerifiedCheckpoint {
  private final Checkpoint checkpoint;
  private final KeyId keyId;

  VerifiedCheckpoint(Checkpoint checkpoint, KeyId keyId) {
    this.checkpoint = checkpoint;
    this.keyId = keyId;
  }

  /// The log.
  public String origin() {
    return checkpoint.origin();
  }

  /// What the log committed to.
  public TreeHead head() {
    return checkpoint.head();
  }

  /// The key of the log that vouches for it.
  public KeyId keyId() {
    return keyId;
  }

  /// Returns normally only if `newer` is of the same log and keeps everything this checkpoint
  /// holds.
  ///
  /// @throws ProofException `WRONG_ORIGIN` or `NOT_CONSISTENT`
  public void checkExtendedBy(VerifiedCheckpoint newer, ConsistencyProof proof) {
    if (!origin().equals(newer.origin())) {
      throw new ProofException(
          Reason.WRONG_ORIGIN,
          "the checkpoints are of two logs: %s and %s".formatted(origin(), newer.origin()));
    }
    head().checkPrefixOf(newer.head(), proof);
  }

  @Override
  public String toString() {
    return "VerifiedCheckpoint[origin=%s, size=%d, root=%s, keyId=%s]"
        .formatted(origin(), head().size(), head().root().base64(), keyId);
  }
}
