package dev.phaseledger.query.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.query.dispatches.DispatchBody;
import java.util.List;

/// What waits for approval, as it is sent: the dispatch, with what an answer is bound to.
///
/// @param evidence digests of the evidence that was put on record for it
/// @param roles roles of which an approver must hold one; empty means any
/// @param contractRoles roles of which the contract demands one besides; empty means any
/// @param given approvals that count
/// @param needed distinct approvers needed
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ApprovalBody(
    @JsonUnwrapped DispatchBody dispatch,
    List<String> evidence,
    List<String> roles,
    List<String> contractRoles,
    int given,
    int needed) {

  static ApprovalBody of(ApprovalItem item) {
    return new ApprovalBody(
        DispatchBody.of(item.dispatch()),
        item.evidence().stream().map(Digest::value).toList(),
        List.copyOf(item.roles()),
        List.copyOf(item.contractRoles()),
        item.given(),
        item.needed());
  }
}
