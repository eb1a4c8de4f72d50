package dev.phaseledger.api.command;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Commands under an execution contract.
public sealed interface ContractCommand extends LedgerCommand {

  ContractId contract();

  @Override
  default StreamId stream() {
    return StreamId.contract(tenant(), contract());
  }

  /// Grants a task; an operator does, or, if the terms name a parent contract, the agent that holds
  /// the parent.
  record IssueContract(Context context, ContractId contract, ContractTerms terms)
      implements ContractCommand {}

  /// Replaces the terms.
  ///
  /// @param version the version that is to be replaced
  /// @param terms the whole of the new terms, one version on
  record AmendContract(
      Context context, ContractId contract, int version, ContractTerms terms, String reason)
      implements ContractCommand {}

  /// Ends a contract without blame.
  ///
  /// @param ending FULFILLED or STOPPED; a contract expires by itself
  record EndContract(Context context, ContractId contract, Ending ending, String reason)
      implements ContractCommand {}

  record RevokeContract(
      Context context, ContractId contract, String reason, Optional<CausedBy> causedBy)
      implements ContractCommand {

    /// A revocation that somebody decided on.
    public RevokeContract(Context context, ContractId contract, String reason) {
      this(context, contract, reason, Optional.empty());
    }
  }

  /// Asks to enter the next phase.
  record EnterPhase(Context context, ContractId contract, String phase, String justification)
      implements ContractCommand {}

  /// Says that time has passed: what is over by now is ended. Sent by the ledger itself.
  record PassTime(Context context, ContractId contract) implements ContractCommand {}

  /// A sign of life of the contract's agent.
  record RecordHeartbeat(Context context, ContractId contract, String note)
      implements ContractCommand {}

  /// Asks to act.
  ///
  /// @param named whether whoever asks chose the dispatch's identifier, so that it may be in use
  record RequestDispatch(
      Context context, ContractId contract, DispatchRequest request, boolean named)
      implements ContractCommand {

    /// What the identifiers begin with that the ledger makes; nobody else may choose such a one.
    public static final String MADE_ID_PREFIX = "dsp-";

    /// A request under an identifier that its sender chose.
    public RequestDispatch(Context context, ContractId contract, DispatchRequest request) {
      this(context, contract, request, true);
    }
  }

  /// A human's answer to a pending dispatch.
  ///
  /// @param shown the digest of what the human was shown, as the pending approval lists it
  record AnswerApproval(
      Context context,
      ContractId contract,
      DispatchId dispatch,
      boolean granted,
      Digest shown,
      String reason)
      implements ContractCommand {}

  /// Takes an approval back that has released nothing yet.
  record WithdrawApproval(Context context, ContractId contract, DispatchId dispatch, String reason)
      implements ContractCommand {}

  /// Closes an open dispatch: WITHDRAWN by who asked, CANCELLED by an operator or a revocation
  /// path.
  record CloseDispatch(
      Context context,
      ContractId contract,
      DispatchId dispatch,
      Closing closing,
      String reason,
      Optional<CausedBy> causedBy)
      implements ContractCommand {}

  record RecordEvidence(
      Context context,
      ContractId contract,
      Optional<DispatchId> dispatch,
      Evidence evidence,
      List<Fact> facts)
      implements ContractCommand {
    public RecordEvidence {
      facts = List.copyOf(facts);
    }
  }

  record RecordOutcome(
      Context context,
      ContractId contract,
      DispatchId dispatch,
      Outcome outcome,
      String detail,
      Optional<Evidence> evidence,
      OptionalLong costMicros)
      implements ContractCommand {

    /// An outcome at the cost that the request said.
    public RecordOutcome(
        Context context,
        ContractId contract,
        DispatchId dispatch,
        Outcome outcome,
        String detail,
        Optional<Evidence> evidence) {
      this(context, contract, dispatch, outcome, detail, evidence, OptionalLong.empty());
    }
  }

  /// Puts a detected failure on record.
  ///
  /// @param signal the name it gets
  /// @param kind a stable name of the failure, such as `agent.overclaimed`
  /// @param evidence digests of the evidence that shows it
  record SignalFailure(
      Context context,
      ContractId contract,
      Optional<DispatchId> dispatch,
      String signal,
      String kind,
      Severity severity,
      String detail,
      Instant occurredAt,
      List<Digest> evidence)
      implements ContractCommand {
    public SignalFailure {
      evidence = List.copyOf(evidence);
    }
  }

  /// Takes a revocation path: records that, and with it what is to be done.
  ///
  /// @param actions what is to be done, in order, one action each
  record TakePath(
      Context context,
      ContractId contract,
      Optional<DispatchId> dispatch,
      CausedBy causedBy,
      List<String> actions,
      String explanation)
      implements ContractCommand {
    public TakePath {
      actions = List.copyOf(actions);
    }
  }

  /// Calls off open dispatches of the contract, the oldest names first. Only the ledger itself
  /// sends it.
  ///
  /// @param max how many, at most
  record CancelDispatches(
      Context context, ContractId contract, int max, String reason, CausedBy causedBy)
      implements ContractCommand {}

  /// Says that what a dispatch has done is to be undone. Only the ledger itself sends it.
  ///
  /// @param compensation the contract under which it is to be undone
  record RequestRollback(
      Context context,
      ContractId contract,
      DispatchId dispatch,
      ContractId compensation,
      String reason,
      CausedBy causedBy)
      implements ContractCommand {}

  /// Asks for somebody outside to be told. Only the ledger itself sends it.
  ///
  /// @param webhook the name under which the operator keeps address and secret
  record RequestNotification(
      Context context, ContractId contract, String webhook, CausedBy causedBy)
      implements ContractCommand {}

  /// Puts on record that a revocation path could not do what it demands. Only the ledger itself
  /// sends it.
  ///
  /// @param path the path, or what else was to be found out
  /// @param position position of the entry that was being answered
  record ReportPathFailure(
      Context context,
      ContractId contract,
      Optional<DispatchId> dispatch,
      String path,
      long position,
      String detail)
      implements ContractCommand {}
}
