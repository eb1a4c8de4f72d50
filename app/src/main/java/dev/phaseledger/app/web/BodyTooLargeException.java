package dev.phaseledger.app.web;

import java.io.IOException;
import java.util.Optional;

/// A request's body exceeds what [BodyLimitFilter] allows it.
final class BodyTooLargeException extends IOException {

  private final int bytesMax;

  /// @param bytesMax what is allowed, in bytes
  BodyTooLargeException(int bytesMax) {
    super("the body is larger than " + bytesMax + " bytes");
    this.bytesMax = bytesMax;
  }

  int bytesMax() {
    return bytesMax;
  }

  /// Whether this is at the root of a failure.
  static Optional<BodyTooLargeException> find(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLargeException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
