package dev.phaseledger.app.importing;

import java.util.List;

/// What became of one run.
///
/// @param skipped whether all of it was on record before
/// @param calls its judged calls, in order; empty if they were not looked at again
/// @param refusals what the ledger did not take, such as a fact that is too large
public record ImportedRun(
    String contractId, boolean skipped, List<ImportedCall> calls, List<String> refusals) {

  public ImportedRun {
    calls = List.copyOf(calls);
    refusals = List.copyOf(refusals);
  }
}
