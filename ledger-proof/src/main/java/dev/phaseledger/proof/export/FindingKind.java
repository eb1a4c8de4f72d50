package dev.phaseledger.proof.export;

/// What is wrong with an export. The codes are stable names for machine-readable output.
public enum FindingKind {
  /// There is no checkpoint: the export was not finished, or the file was taken away.
  CHECKPOINT_MISSING("checkpoint-missing"),
  /// The checkpoint is not a signed checkpoint.
  CHECKPOINT_MALFORMED("checkpoint-malformed"),
  /// No trusted key signed the checkpoint.
  CHECKPOINT_UNTRUSTED("checkpoint-untrusted"),
  /// A signature in the name of a trusted key does not verify.
  CHECKPOINT_BAD_SIGNATURE("checkpoint-bad-signature"),
  /// Only a key signed the checkpoint that counts for later entries than it covers.
  CHECKPOINT_KEY_TOO_EARLY("checkpoint-key-too-early"),
  /// The key in force has not signed the checkpoint, only one that the log had retired.
  CHECKPOINT_KEY_RETIRED("checkpoint-key-retired"),
  /// The checkpoint is of another log than the trusted key.
  CHECKPOINT_WRONG_ORIGIN("checkpoint-wrong-origin"),
  /// The file with the log's public keys is missing.
  KEY_MISSING("key-missing"),
  /// The file with the log's public keys cannot be read.
  KEY_MALFORMED("key-malformed"),
  /// None of the keys in the export is trusted.
  KEY_UNTRUSTED("key-untrusted"),
  /// The proof of a rotation cannot be read.
  ROTATION_MALFORMED("rotation-malformed"),
  /// A rotation is not signed by the key that was in force and by the new one.
  ROTATION_REFUSED("rotation-refused"),
  /// A rotation was signed for a log with other entries than these.
  ROTATION_ELSEWHERE("rotation-elsewhere"),
  /// The file with the entries is missing.
  ENTRIES_MISSING("entries-missing"),
  /// The bytes of an entry differ from what was logged.
  ENTRY_ALTERED("entry-altered"),
  /// Entries that were logged are not there.
  ENTRY_MISSING("entry-missing"),
  /// Lines that were not logged stand before an entry.
  ENTRY_INSERTED("entry-inserted"),
  /// An entry is there, in the place of another.
  ENTRY_MISPLACED("entry-misplaced"),
  /// The file ends without the line feed that ends an entry.
  ENTRY_UNTERMINATED("entry-unterminated"),
  /// A file of recorded hashes is missing.
  TILE_MISSING("tile-missing"),
  /// A file of recorded hashes has another length than the log's size dictates.
  TILE_MALFORMED("tile-malformed"),
  /// A recorded hash is altered; the entry itself is sound.
  HASH_ALTERED("hash-altered"),
  /// An entry and its recorded hash disagree and the signed root does not tell which is wrong.
  HASH_DISAGREES("hash-disagrees"),
  /// The entries do not give the signed root.
  ROOT_MISMATCH("root-mismatch"),
  /// Entries are not those that an earlier checkpoint was signed over.
  HISTORY_ALTERED("history-altered"),
  /// A signed checkpoint commits to more entries than the export has.
  HISTORY_CUT("history-cut"),
  /// There are more findings than are listed.
  MORE("more");

  private final String code;

  FindingKind(String code) {
    this.code = code;
  }

  /// The stable name.
  public String code() {
    return code;
  }
}
