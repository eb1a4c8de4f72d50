package dev.phaseledger.api.query;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A dispatch as of now.
///
/// @param state `RELEASED`, `PENDING`, `DEFERRED`, `VETOED`, `REJECTED`, `VOID` (its contract ended
///   while it was pending), `WITHDRAWN`, `TIMED_OUT`, `CANCELLED`, `SUCCEEDED`, `FAILED` or
///   `UNKNOWN`
/// @param shown digest that an approval must name: the request and everything it was judged on
/// @param index log index of the decision
/// @param position position of the last entry reflected here
public record DispatchView(
    String dispatchId,
    String contractId,
    String agentId,
    String state,
    DispatchRequest request,
    Judgement judgement,
    List<ApprovalView> approvals,
    Optional<String> shown,
    Instant decidedAt,
    long index,
    long position) {

  public DispatchView {
    approvals = List.copyOf(approvals);
  }

  /// One answer of a human.
  public record ApprovalView(String approver, boolean granted, String reason, Instant at) {}
}
