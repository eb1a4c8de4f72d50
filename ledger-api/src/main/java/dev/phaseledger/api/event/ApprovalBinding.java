package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.Judgement.Basis;

/// What an approval is bound to: exactly what the approver was shown.
public final class ApprovalBinding {

  private ApprovalBinding() {}

  /// The digest an approval must name. It changes as soon as the request, the policy snapshot, the
  /// contract's version or the agent's authority epoch does, which makes an earlier approval stale.
  public static Digest digest(DispatchId dispatch, Digest request, Basis basis) {
    return Digest.of(
        "phase-ledger approval v1\n%s\n%s\n%s\n%d\n%d\n"
            .formatted(
                dispatch,
                request,
                basis.policy(),
                basis.contractVersion(),
                basis.authorityEpoch()));
  }
}
