package dev.phaseledger.api;

/// A lost race: what the decision was made on has changed. Nothing was recorded; deciding again on
/// fresh state is safe.
public final class ConflictException extends RuntimeException {

  public ConflictException(String message) {
    super(message);
  }

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
