package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A dispatch that waits for approval, with all that an answer is bound to.
///
/// @param evidence digests of the evidence that was put on record for the dispatch, the oldest
///   first, at most [#EVIDENCE_MAX]
/// @param roles roles of which an approver must hold one; empty means any approver
/// @param contractRoles roles of which the contract demands one besides; empty means any
/// @param given approvals that count
/// @param needed distinct approvers needed
public record ApprovalItem(
    DispatchView dispatch,
    List<Digest> evidence,
    Set<String> roles,
    Set<String> contractRoles,
    int given,
    int needed) {

  /// Pieces of evidence that are listed, at most.
  public static final int EVIDENCE_MAX = 20;

  public ApprovalItem {
    evidence = List.copyOf(evidence);
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    contractRoles = Collections.unmodifiableSortedSet(new TreeSet<>(contractRoles));
  }
}
