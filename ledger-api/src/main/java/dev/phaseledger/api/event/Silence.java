package dev.phaseledger.api.event;

/// How the ledger speaks of an agent that gives no sign of life.
public final class Silence {

  /// The kind of failure that a silence is.
  public static final String KIND = "heartbeat.stale";

  /// The clause of a contract that a silence breaks.
  public static final String CLAUSE = "stopping.heartbeatMax";

  /// Who notices it.
  public static final String DETECTOR = "ledger:contract/" + CLAUSE;

  private Silence() {}

  /// Whether this is the ledger's own signal of a silence: others may use the kind as they like.
  public static boolean is(ContractEvent.FailureSignalled signal) {
    return signal.kind().equals(KIND) && signal.detector().equals(DETECTOR);
  }
}
