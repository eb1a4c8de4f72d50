package dev.phaseledger.api.query;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A dispatch as of now.
///
/// @param state `RELEASED`, `PENDING`, `DEFERRED`, `VETOED`, `REJECTED`, `VOID` (its contract ended
///   while it was pending), `WITHDRAWN`, `TIMED_OUT`, `CANCELLED`, `SUCCEEDED`, `FAILED` or
///   `UNKNOWN`
/// @param shown digest that an approval must name: the request and everything it was judged on
/// @param waiting what it waits for, while it is pending or deferred
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
    long position,
    Optional<Waiting> waiting) {

  public DispatchView {
    approvals = List.copyOf(approvals);
  }

  /// A dispatch that waits for nothing.
  public DispatchView(
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
    this(
        dispatchId,
        contractId,
        agentId,
        state,
        request,
        judgement,
        approvals,
        shown,
        decidedAt,
        index,
        position,
        Optional.empty());
  }

  /// One answer of a human.
  ///
  /// @param counts whether it counts towards what the dispatch waits for: one that was withdrawn,
  ///   or was given on what has changed since, does not
  public record ApprovalView(
      String approver, boolean granted, String reason, Instant at, boolean counts) {

    /// An answer that counts.
    public ApprovalView(String approver, boolean granted, String reason, Instant at) {
      this(approver, granted, reason, at, true);
    }
  }

  /// What a dispatch waits for.
  ///
  /// @param until what a deferred dispatch waits for, if its judgement says so
  /// @param since from when on it waits
  /// @param deadline when it is closed without release
  /// @param escalatesAt when others are asked too, if that is still to come
  /// @param escalatedTo the groups whose approval counts too, since nobody answered in time
  /// @param requester who asked
  /// @param onBehalfOf the human that whoever asked acts for
  public record Waiting(
      Optional<String> until,
      Instant since,
      Instant deadline,
      Optional<Instant> escalatesAt,
      Set<String> escalatedTo,
      String requester,
      Optional<String> onBehalfOf) {
    public Waiting {
      escalatedTo = Collections.unmodifiableSortedSet(new TreeSet<>(escalatedTo));
    }
  }
}
