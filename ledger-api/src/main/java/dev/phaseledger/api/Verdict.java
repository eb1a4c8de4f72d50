package dev.phaseledger.api;

/// What the ledger answers to a dispatch. Only the first two let the agent act.
public enum Verdict {
  /// Act as asked.
  AUTHORIZED,
  /// Act, but with the parameters that the verdict carries.
  CONSTRAINED,
  /// Wait until a human decides.
  APPROVAL_REQUIRED,
  /// Do not act now; ask again once what is missing is there.
  DEFERRED,
  /// Do not act.
  VETOED;

  /// Whether the agent may act on this verdict.
  public boolean releases() {
    return switch (this) {
      case AUTHORIZED, CONSTRAINED -> true;
      case APPROVAL_REQUIRED, DEFERRED, VETOED -> false;
    };
  }
}
