package dev.phaseledger.app.importing;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.Optional;

/// What the ledger said about one recorded call.
///
/// @param runId what identifies its run: strings and numbers
/// @param effectful whether the call changes something, rather than reads
/// @param correct whether a correct run makes the same call
/// @param verdict empty if the ledger refused the request as malformed
/// @param invariants enforced invariants that it violates, and the contract clause that it breaks
///   (`contract/clause`)
/// @param explanation the verdict's, or why the request was refused
public record ImportedCall(
    List<JsonValue> runId,
    String dispatchId,
    String tool,
    JsonValue arguments,
    boolean effectful,
    boolean correct,
    Optional<Verdict> verdict,
    List<String> invariants,
    String explanation) {

  public ImportedCall {
    runId = List.copyOf(runId);
    invariants = List.copyOf(invariants);
  }
}
