package dev.phaseledger.store;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHead;
import java.nio.charset.StandardCharsets;

/// A row of `ledger.log` with the checkpoint of its size.
///
/// @param note empty if there is no such checkpoint
// Only carries the arrays: nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
record StoredLog(TenantId tenant, long size, byte[] frontier, byte[] root, String note) {

  /// Whether the key in force signed it, as far as this node knows.
  boolean isSignedAsKnown(LogKeys keys) {
    try {
      keys.verified(tenant, SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)));
      return true;
    } catch (ProofException e) {
      return false;
    }
  }

  /// The frontier, if all parts agree and the checkpoint was signed with the key in force.
  ///
  /// @throws StoppedException if not
  TreeFrontier checked(LogKeys keys) {
    TreeHead signed;
    TreeFrontier decoded;
    try {
      decoded = TreeFrontier.decode(frontier);
      signed = keys.verified(tenant, SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)));
    } catch (ProofException | IllegalArgumentException e) {
      throw damaged(
          "its checkpoint is missing, damaged or signed by another key than this node's ("
              + e.getMessage()
              + ")");
    }
    if (decoded.size() != size || !decoded.root().equals(Sha256Hash.of(root))) {
      throw damaged("its frontier does not lead to its root");
    }
    if (!signed.equals(decoded.head())) {
      throw damaged("its checkpoint is for another tree");
    }
    return decoded;
  }

  private StoppedException damaged(String detail) {
    return new StoppedException(new StopReason.TreeMismatch(tenant, size, detail));
  }
}
