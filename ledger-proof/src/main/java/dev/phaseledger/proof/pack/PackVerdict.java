package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.KeyId;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHead;
import java.util.List;

/// The outcome of verifying a pack.
public sealed interface PackVerdict {

  /// The pack holds entries exactly as the log has committed to them, and every index of its range
  /// is accounted for. It proves what was recorded, not that what was recorded is true; and of the
  /// readable files (report, tables) only that they are those that the manifest names.
  ///
  /// @param from the first index of the range
  /// @param to the index behind its last
  /// @param included entries of the range that the pack holds
  /// @param withheld entries of the range of which it holds the leaf hash only
  /// @param manifest the SHA-256 of `pack.json`, and so of all files
  record Verified(
      String origin,
      TreeHead head,
      KeyId keyId,
      long from,
      long to,
      long included,
      long withheld,
      Sha256Hash manifest)
      implements PackVerdict {}

  /// The pack must not be relied on. Never without a finding.
  record Failed(List<PackFinding> findings) implements PackVerdict {
    /// Copies the list and refuses an empty one.
    public Failed {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a failed verification needs a finding");
      }
    }
  }
}
