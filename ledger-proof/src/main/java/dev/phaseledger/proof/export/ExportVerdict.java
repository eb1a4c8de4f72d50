package dev.phaseledger.proof.export;

import dev.phaseledger.proof.KeyId;
import dev.phaseledger.proof.TreeHead;
import java.util.List;

/// The outcome of verifying an export.
public sealed interface ExportVerdict {
  /// The export holds exactly the entries that the log with this origin committed to, vouched for
  /// by the trusted key with this id. It proves what was recorded, not that what was recorded is
  /// true.
  record Verified(String origin, TreeHead head, KeyId keyId) implements ExportVerdict {}

  /// The export must not be relied on. Never without a finding; in the order of the log, findings
  /// that are not about entries last.
  record Failed(List<Finding> findings) implements ExportVerdict {
    /// Most findings listed; a further one says how many more there are.
    public static final int FINDINGS_MAX = 1_000;

    /// Copies the list and refuses an empty one.
    public Failed {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a failed verification needs a finding");
      }
    }
  }
}
