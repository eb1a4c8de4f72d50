package dev.phaseledger.api.command;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Commands under an execution contract.
public sealed interface ContractCommand extends LedgerCommand {

  ContractId contract();

  @Override
  default StreamId stream() {
    return StreamId.contract(tenant(), contract());
  }

  record IssueContract(Context context, ContractId contract, ContractTerms terms)
      implements ContractCommand {}

  record RevokeContract(Context context, ContractId contract, String reason)
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
      Optional<Evidence> evidence)
      implements ContractCommand {}

  /// Puts a detected failure on record.
  ///
  /// @param kind a stable name of the failure, such as `agent.overclaimed`
  record SignalFailure(
      Context context,
      ContractId contract,
      Optional<DispatchId> dispatch,
      String kind,
      String detail,
      Instant occurredAt)
      implements ContractCommand {}
}
