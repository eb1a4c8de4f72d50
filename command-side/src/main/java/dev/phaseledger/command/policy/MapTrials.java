package dev.phaseledger.command.policy;

import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapReview;
import dev.phaseledger.policy.MapTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/// Checks and tests maps that are in force nowhere, few at a time: they take the processor time
/// that decisions need.
@Component
final class MapTrials {

  /// Maps that are checked or tested at a time, over all tenants.
  static final int AT_ONCE_MAX = 2;

  /// For how long the tests of one map are run. The one that runs then is finished: it is held to
  /// the limits of evaluations.
  static final Duration TESTS_TIME_MAX = Duration.ofSeconds(10);

  private static final String RETRY_SECONDS = "1";

  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX);

  MapTrials(Clock clock) {
    this.clock = clock;
  }

  /// Everything there is to say about a text.
  MapReview check(String source) {
    return inTurn(() -> InvariantMaps.review(source));
  }

  /// Runs a map's tests.
  ///
  /// @throws InvalidMapException if it is no map
  MapTests.Measured test(String source) {
    return inTurn(() -> {
      var map = InvariantMaps.review(source).orThrow();
      Instant end = clock.instant().plus(TESTS_TIME_MAX);
      try {
        return MapTests.measure(map, () -> clock.instant().isBefore(end));
      } catch (MapTests.StoppedException stopped) {
        throw refused(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The tests of this map take longer than %d s: %s."
                .formatted(TESTS_TIME_MAX.toSeconds(), stopped.getMessage()));
      }
    });
  }

  private <T> T inTurn(Supplier<T> work) {
    if (!places.tryAcquire()) {
      ErrorResponseException busy =
          refused(
              HttpStatus.SERVICE_UNAVAILABLE,
              "%d maps are being checked or tested already; try again".formatted(AT_ONCE_MAX));
      busy.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      throw busy;
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private static ErrorResponseException refused(HttpStatus status, String why) {
    return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, why), null);
  }
}
