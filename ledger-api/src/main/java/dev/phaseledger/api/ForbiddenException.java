package dev.phaseledger.api;

/// The caller is known but may not do this. Nothing was recorded.
public final class ForbiddenException extends RuntimeException {

  public ForbiddenException(String message) {
    super(message);
  }
}
