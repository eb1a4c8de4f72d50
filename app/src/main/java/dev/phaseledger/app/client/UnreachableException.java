package dev.phaseledger.app.client;

/// The service did not answer; whether a request took effect is unknown.
public final class UnreachableException extends RuntimeException {

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
