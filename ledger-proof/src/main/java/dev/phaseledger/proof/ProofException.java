package dev.phaseledger.proof;

/// A proof, note or receipt that must not be believed, with a reason that programs can rely on.
///
/// Nothing is verified unless the call returns normally: there is no boolean to forget.
public final class ProofException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why it is refused; the names are stable.
  public enum Reason {
    /// The bytes are not of the format.
    MALFORMED("malformed"),
    /// No signature is by a trusted key.
    UNTRUSTED_KEY("untrusted-key"),
    /// A trusted key is named but its signature does not verify.
    BAD_SIGNATURE("bad-signature"),
    /// Only a key signed that counts for later entries than these.
    KEY_TOO_EARLY("key-too-early"),
    /// Only keys signed that the log had retired before.
    KEY_RETIRED("key-retired"),
    /// The trusted key, or the other checkpoint, belongs to another log.
    WRONG_ORIGIN("wrong-origin"),
    /// The entry is not proved to be in the tree at that index.
    NOT_INCLUDED("not-included"),
    /// The older tree is not proved to be a prefix of the newer one.
    NOT_CONSISTENT("not-consistent");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /// The stable name for machine-readable output.
    public String code() {
      return code;
    }
  }

  private final Reason reason;

  ProofException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  private ProofException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  static ProofException malformed(String sentence) {
    return new ProofException(Reason.MALFORMED, sentence);
  }

  static ProofException malformed(String sentence, Throwable cause) {
    return new ProofException(Reason.MALFORMED, sentence, cause);
  }

  /// Why it is refused.
  public Reason reason() {
    return reason;
  }
}
