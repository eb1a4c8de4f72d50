package dev.phaseledger.query.reading;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// The views do not reflect the position that the reader asked for. Asking again later may help.
public final class NotYetReflectedException extends ErrorResponseException {

  /// When to ask again.
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  NotYetReflectedException(long position, Duration waited) {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The views do not reflect position %d after %d s; ask again."
                .formatted(position, waited.toSeconds())),
        null);
    getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
  }
}
