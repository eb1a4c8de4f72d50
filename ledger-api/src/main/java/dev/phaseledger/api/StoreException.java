package dev.phaseledger.api;

/// The store could not record or read. Whether an append in flight became durable may be unknown,
/// so a caller repeats it under the same idempotency key.
public sealed class StoreException extends RuntimeException permits DamagedRecordException {

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
