package dev.phaseledger.store;

/// Carries the reason for which going on would be unsafe to where the writer is stopped.
final class StoppedException extends RuntimeException {

  private final transient StopReason reason;

  StoppedException(StopReason reason) {
    super(reason.sentence());
    this.reason = reason;
  }

  StoppedException(StopReason reason, Throwable cause) {
    super(reason.sentence(), cause);
    this.reason = reason;
  }

  StopReason reason() {
    return reason;
  }
}
