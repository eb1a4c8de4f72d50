package dev.phaseledger.command.contract;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A dispatch that something is still to come for.
public sealed interface OpenDispatch {

  /// It waits for approval.
  ///
  /// @param requester who asked; never approves it
  record Pending(
      DispatchRequest request,
      Digest requestDigest,
      PrincipalId requester,
      Judgement judgement,
      List<Approval> approvals)
      implements OpenDispatch {

    public Pending {
      approvals = List.copyOf(approvals);
    }

    Pending with(ApprovalRecorded event, Instant at) {
      var next = new ArrayList<>(approvals);
      next.add(new Approval(event, at));
      return new Pending(request, requestDigest, requester, judgement, next);
    }

    /// Approvals of what has changed since count no more; who gave one may look again.
    Pending rejudged(Judgement anew) {
      Digest shown = ApprovalBinding.digest(request.id(), requestDigest, anew.basis());
      return new Pending(
          request,
          requestDigest,
          requester,
          anew,
          approvals.stream().filter(given -> given.event().shown().equals(shown)).toList());
    }
  }

  /// The agent may act, or has acted; its outcome is not on record.
  record Released() implements OpenDispatch {}

  /// One granted approval.
  record Approval(ApprovalRecorded event, Instant at) {}
}
