package dev.phaseledger.command.evidence;

import java.util.Set;

/// The kinds of failures that the ledger itself detects. Nobody else signals one of them: what
/// answers it must be able to rely on it.
public final class FailureKinds {

  /// A request left what its contract grants.
  public static final String BREACH = "contract.breach";

  /// An invariant demanded the signal.
  public static final String INVARIANT = "invariant.violated";

  /// Evidence of a dispatch says that a check did not pass.
  public static final String EVIDENCE_FAILED = "evidence.failed";

  /// A dispatch cost more than was authorized.
  public static final String BUDGET_OVERRUN = "budget.overrun";

  /// The agent's sign of life is overdue.
  public static final String HEARTBEAT_STALE = "heartbeat.stale";

  /// A revocation path could not do what it demands.
  public static final String PATH_FAILED = "path.failed";

  static final Set<String> OWN =
      Set.of(BREACH, INVARIANT, EVIDENCE_FAILED, BUDGET_OVERRUN, HEARTBEAT_STALE, PATH_FAILED);

  private FailureKinds() {}
}
