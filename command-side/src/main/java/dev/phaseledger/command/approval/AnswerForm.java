package dev.phaseledger.command.approval;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.command.http.Given;
import org.jspecify.annotations.Nullable;

/// An answer as approvers write it.
record AnswerForm(
    @Nullable String contractId,
    @Nullable String dispatchId,
    @Nullable Boolean granted,
    @Nullable String shown,
    @Nullable String reason) {

  AnswerApproval command(Context context) {
    return new AnswerApproval(
        context,
        new ContractId(Given.required("contractId", contractId)),
        new DispatchId(Given.required("dispatchId", dispatchId)),
        Given.required("granted", granted),
        Given.digest("shown", shown),
        Given.text(reason));
  }
}
