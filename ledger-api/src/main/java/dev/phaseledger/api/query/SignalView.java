package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A failure on record.
///
/// @param signal its name
/// @param severity `LOW`, `MEDIUM`, `HIGH` or `CRITICAL`
/// @param detector who or what noticed it: a principal, or `ledger:` with the rule that did
/// @param evidence digests of the evidence that shows it
/// @param entries positions of the entries that it names as leading to it
/// @param detectionMillis from when it occurred to when it was detected
/// @param index its index in the tenant's log
public record SignalView(
    String signal,
    String agentId,
    String contractId,
    Optional<String> dispatchId,
    String kind,
    String severity,
    String detector,
    String detail,
    List<String> evidence,
    List<Long> entries,
    Instant occurredAt,
    Instant detectedAt,
    long detectionMillis,
    long index,
    long position) {

  public SignalView {
    evidence = List.copyOf(evidence);
    entries = List.copyOf(entries);
  }
}
