package dev.phaseledger.proof.monitor;

import dev.phaseledger.proof.KeyId;
import dev.phaseledger.proof.TreeHead;

/// What one look at a served log has found.
public sealed interface MonitorVerdict {

  /// The log extends what was remembered, and its root follows from its entries.
  ///
  /// @param grewBy entries since the look before
  /// @param rotations how many of them rotated the log's key
  /// @param keyId the key that must sign, and has
  record Consistent(String origin, TreeHead head, long grewBy, int rotations, KeyId keyId)
      implements MonitorVerdict {}

  /// The log has no entries yet, and had none before.
  record Nothing() implements MonitorVerdict {}

  /// The log must not be relied on, or not any more. What was remembered stays as it was.
  record Alarm(Kind kind, String sentence) implements MonitorVerdict {}

  /// What is wrong. The codes are stable names for machine-readable output.
  enum Kind {
    /// Two histories under one name: the newest checkpoint does not extend the remembered one.
    FORK("fork"),
    /// The newest checkpoint covers fewer entries than the remembered one.
    SHRINK("shrink"),
    /// The checkpoint is not signed by the key that must sign it, or it cannot be read.
    UNVERIFIABLE_SIGNATURE("unverifiable-signature"),
    /// A key was replaced without the signature of the key before.
    ROTATION_REFUSED("rotation-refused"),
    /// The entries that are served do not give the signed root.
    ENTRIES_DIFFER("entries-differ"),
    /// No newer checkpoint for longer than allowed.
    STALE("stale");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /// The stable name.
    public String code() {
      return code;
    }
  }
}
