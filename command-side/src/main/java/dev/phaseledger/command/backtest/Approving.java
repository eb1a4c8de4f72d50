package dev.phaseledger.command.backtest;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the entry before was a yes: then the new judgement in the same append counts approvals.
/// Without one they were given on a state that had changed, and count no more.
final class Approving {

  private Optional<DispatchId> answered = Optional.empty();

  void follow(RecordedEvent entry) {
    answered =
        entry.event() instanceof ApprovalRecorded e && e.granted()
            ? Optional.of(e.dispatch())
            : Optional.empty();
  }

  boolean answered(DispatchId dispatch) {
    return answered.equals(Optional.of(dispatch));
  }

  /// The approvals as the decision saw them: the last was given at that moment, and its entry is
  /// younger.
  static List<Approval> asOf(Instant now, List<Approval> approvals) {
    if (approvals.isEmpty()) {
      return approvals;
    }
    List<Approval> seen = new ArrayList<>(approvals);
    seen.set(seen.size() - 1, new Approval(approvals.getLast().event(), now));
    return seen;
  }
}
