package dev.phaseledger.app.web;

import java.io.IOException;
import java.util.Optional;

/// A request's body exceeds [BodyLimitFilter#BODY_BYTES_MAX].
final class BodyTooLargeException extends IOException {

  BodyTooLargeException() {
    super("the body is larger than " + BodyLimitFilter.BODY_BYTES_MAX + " bytes");
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
