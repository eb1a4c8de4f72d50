package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What happened under an execution contract.
public sealed interface ContractEvent extends LedgerEvent {

  ContractId contract();

  /// An agent was granted a task.
  record ContractIssued(ContractId contract, ContractTerms terms) implements ContractEvent {}

  /// The terms changed. Approvals given before are stale.
  ///
  /// @param terms the whole of them, one version on
  record ContractAmended(ContractId contract, ContractTerms terms, String reason)
      implements ContractEvent {}

  /// Part of the grant was passed on under a contract of its own, and is no longer this one's to
  /// spend.
  ///
  /// @param child the contract that was issued in the same append
  /// @param agent who holds it
  /// @param actions released dispatches set aside for it; empty if neither contract limits them
  /// @param costMicros cost set aside for it, in millionths of the tenant's currency; empty if
  ///   neither contract limits it
  record ContractDelegated(
      ContractId contract,
      ContractId child,
      AgentId agent,
      OptionalLong actions,
      OptionalLong costMicros)
      implements ContractEvent {}

  /// The contract came to its end without blame; nothing is authorized under it any more and
  /// pending approvals are void.
  record ContractEnded(ContractId contract, AgentId agent, Ending ending, String reason)
      implements ContractEvent {}

  /// The grant was taken back; nothing is authorized under it any more and pending approvals are
  /// void.
  ///
  /// @param causedBy what demanded it, if a revocation path did
  record ContractRevoked(
      ContractId contract,
      AgentId agent,
      String reason,
      RevocationCause cause,
      Optional<CausedBy> causedBy)
      implements ContractEvent {

    /// A revocation that no revocation path demanded.
    public ContractRevoked(
        ContractId contract, AgentId agent, String reason, RevocationCause cause) {
      this(contract, agent, reason, cause, Optional.empty());
    }
  }

  /// The wish to enter a phase was decided on.
  ///
  /// @param granted whether the contract is in that phase from here on
  /// @param justification why the work is ready for it, in the words of who asked
  /// @param explanation why it was granted or not
  /// @param evidence digests of the evidence that was accepted for it
  record PhaseDecided(
      ContractId contract,
      AgentId agent,
      String phase,
      boolean granted,
      String justification,
      String explanation,
      List<Digest> evidence)
      implements ContractEvent {
    public PhaseDecided {
      evidence = List.copyOf(evidence);
    }
  }

  /// A request to act was judged. Holds the whole request and everything the judgement read.
  ///
  /// @param onBehalfOf the human that whoever asked acts for; never approves it
  record DispatchDecided(
      ContractId contract,
      AgentId agent,
      DispatchRequest request,
      Digest requestDigest,
      Judgement judgement,
      Optional<PrincipalId> onBehalfOf)
      implements ContractEvent {

    /// A decision on a request of somebody who acts for nobody else.
    public DispatchDecided(
        ContractId contract,
        AgentId agent,
        DispatchRequest request,
        Digest requestDigest,
        Judgement judgement) {
      this(contract, agent, request, requestDigest, judgement, Optional.empty());
    }

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
  /// @param onBehalfOf the human that the approver acts for: the two are one voice
  /// @param roles the names of the roles and groups that the approver held
  record ApprovalRecorded(
      ContractId contract,
      DispatchId dispatch,
      PrincipalId approver,
      Optional<PrincipalId> onBehalfOf,
      Set<String> roles,
      boolean granted,
      Digest shown,
      String reason)
      implements ContractEvent {
    public ApprovalRecorded {
      roles = Set.copyOf(roles);
    }
  }

  /// An approver took an approval back before the dispatch was released.
  record ApprovalWithdrawn(
      ContractId contract, DispatchId dispatch, PrincipalId approver, String reason)
      implements ContractEvent {}

  /// Nobody answered in time: approvals of these roles count as well from here on.
  record ApprovalEscalated(
      ContractId contract, DispatchId dispatch, Set<String> roles, String reason)
      implements ContractEvent {
    public ApprovalEscalated {
      roles = Set.copyOf(roles);
    }
  }

  /// An open dispatch came to its end without an outcome. One that waited is not released; one that
  /// was released is not to be acted on any more.
  ///
  /// @param causedBy what demanded it, if a revocation path did
  record DispatchClosed(
      ContractId contract,
      AgentId agent,
      DispatchId dispatch,
      Closing closing,
      String reason,
      Optional<CausedBy> causedBy)
      implements ContractEvent {}

  /// A waiting dispatch was judged anew: this judgement replaces the one before.
  record DispatchRejudged(
      ContractId contract, AgentId agent, DispatchId dispatch, Judgement judgement)
      implements ContractEvent {}

  /// Invariants were held against a step that is no dispatch. Where they refused it, nothing else
  /// of it is on record; where they let it pass, it follows in the same append.
  ///
  /// @param dispatch the dispatch that the step is about, if it is about one
  record StepJudged(
      ContractId contract, AgentId agent, Optional<DispatchId> dispatch, StepJudgement judgement)
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
  ///
  /// @param costMicros what it has cost, in millionths of the tenant's currency; empty if that is
  ///   what the request said
  record OutcomeRecorded(
      ContractId contract,
      AgentId agent,
      DispatchId dispatch,
      Outcome outcome,
      String detail,
      Optional<Evidence> evidence,
      OptionalLong costMicros)
      implements ContractEvent {

    /// An outcome at the cost that the request said.
    public OutcomeRecorded(
        ContractId contract,
        AgentId agent,
        DispatchId dispatch,
        Outcome outcome,
        String detail,
        Optional<Evidence> evidence) {
      this(contract, agent, dispatch, outcome, detail, evidence, OptionalLong.empty());
    }
  }

  /// A failure was detected.
  ///
  /// @param signal names it within the tenant, so that what answers it can say so
  /// @param kind a stable name, such as `contract.breach`
  /// @param detector who or what noticed: a principal, or `ledger` with the rule that did
  /// @param evidence digests of the evidence that shows it
  /// @param entries positions of the entries that led here; without those of the same append
  record FailureSignalled(
      ContractId contract,
      AgentId agent,
      Optional<DispatchId> dispatch,
      String signal,
      String kind,
      Severity severity,
      String detector,
      String detail,
      Instant occurredAt,
      Instant detectedAt,
      List<Digest> evidence,
      List<Long> entries)
      implements ContractEvent {
    public FailureSignalled {
      evidence = List.copyOf(evidence);
      entries = List.copyOf(entries);
    }
  }

  /// The agent gave a sign of life.
  record HeartbeatRecorded(ContractId contract, AgentId agent, String note)
      implements ContractEvent {}

  /// A revocation path was taken. What it did stands in entries of their own, each with its cause.
  ///
  /// @param causedBy the path and what triggered it
  /// @param actions what the path demands, in order, in the words of the paths' document
  /// @param explanation which trigger, which counts, which thresholds
  record PathTaken(
      ContractId contract,
      AgentId agent,
      Optional<DispatchId> dispatch,
      CausedBy causedBy,
      List<String> actions,
      String explanation)
      implements ContractEvent {
    public PathTaken {
      actions = List.copyOf(actions);
    }
  }

  /// What a dispatch has done is to be undone.
  ///
  /// @param compensation the contract under which it is to be undone
  record RollbackRequested(
      ContractId contract,
      AgentId agent,
      DispatchId dispatch,
      ContractId compensation,
      String reason,
      CausedBy causedBy)
      implements ContractEvent {}

  /// Somebody outside is to be told.
  ///
  /// @param webhook the name under which the operator keeps address and secret
  record NotificationRequested(
      ContractId contract, AgentId agent, String webhook, CausedBy causedBy)
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
    INVARIANT,
    /// The contract it was delegated under ended.
    PARENT,
    /// A revocation path demanded it.
    PATH
  }

  /// How a contract ended without blame.
  enum Ending {
    /// The task is done.
    FULFILLED,
    /// An operator stopped it, or its stopping condition held.
    STOPPED,
    /// Its time was over.
    EXPIRED
  }

  /// Why a dispatch was closed without an outcome.
  enum Closing {
    /// Who asked does not want it any more.
    WITHDRAWN,
    /// Nobody answered, or what it waited for did not come, in time.
    TIMED_OUT,
    /// It was called off.
    CANCELLED
  }

  /// How bad a failure is. Declared from the least to the worst.
  enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }
}
