package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happened under an execution contract.
public sealed interface ContractEvent extends LedgerEvent {

  ContractId contract();

  /// An agent was granted a task.
  record ContractIssued(ContractId contract, ContractTerms terms) implements ContractEvent {}

  /// The grant ended; nothing is authorized under it any more and pending approvals are void.
  record ContractRevoked(ContractId contract, AgentId agent, String reason, RevocationCause cause)
      implements ContractEvent {}

  /// A request to act was judged. Holds the whole request and everything the judgement read.
  record DispatchDecided(
      ContractId contract,
      AgentId agent,
      DispatchRequest request,
      Digest requestDigest,
      Judgement judgement)
      implements ContractEvent {
    public DispatchDecided {
      if (!request.sealed()) {
        throw new IllegalArgumentException(
            "a personal value of dispatch " + request.id() + " would be recorded in the clear");
      }
    }
  }

  /// A human answered a pending approval.
  ///
  /// @param shown the digest of what the human was shown, see [ApprovalBinding]
  /// @param roles the roles the approver held, as far as the requirement named them
  record ApprovalRecorded(
      ContractId contract,
      DispatchId dispatch,
      PrincipalId approver,
      Set<String> roles,
      boolean granted,
      Digest shown,
      String reason)
      implements ContractEvent {
    public ApprovalRecorded {
      roles = Set.copyOf(roles);
    }
  }

  /// A pending dispatch was judged anew after approvals: this judgement replaces the pending one.
  record DispatchRejudged(
      ContractId contract, AgentId agent, DispatchId dispatch, Judgement judgement)
      implements ContractEvent {}

  /// Evidence was put on record, with the facts it shows.
  ///
  /// @param dispatch the dispatch it belongs to, if it belongs to one
  record EvidenceRecorded(
      ContractId contract, Optional<DispatchId> dispatch, Evidence evidence, List<Fact> facts)
      implements ContractEvent {
    public EvidenceRecorded {
      facts = List.copyOf(facts);
    }
  }

  /// What became of a released dispatch, as its agent reports it.
  record OutcomeRecorded(
      ContractId contract,
      AgentId agent,
      DispatchId dispatch,
      Outcome outcome,
      String detail,
      Optional<Evidence> evidence)
      implements ContractEvent {}

  /// A failure was detected.
  ///
  /// @param kind a stable name, such as `contract.breach`
  record FailureSignalled(
      ContractId contract,
      AgentId agent,
      Optional<DispatchId> dispatch,
      String kind,
      String detail,
      Instant occurredAt,
      Instant detectedAt)
      implements ContractEvent {}

  /// How an action ended.
  enum Outcome {
    SUCCEEDED,
    FAILED,
    /// The agent lost track: it may or may not have happened.
    UNKNOWN
  }

  /// What ended a contract.
  enum RevocationCause {
    /// An operator decided so.
    OPERATOR,
    /// A request left the contract's scope.
    BREACH,
    /// An invariant demanded it.
    INVARIANT
  }
}
