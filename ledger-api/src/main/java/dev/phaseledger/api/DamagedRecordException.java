package dev.phaseledger.api;

/// What the store holds is not what was recorded: somebody changed it, or a disk did. Nothing is
/// answered from it, and asking again does not help. The message names what does not fit.
public final class DamagedRecordException extends StoreException {

  public DamagedRecordException(String message) {
    super(message);
  }

  public DamagedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
