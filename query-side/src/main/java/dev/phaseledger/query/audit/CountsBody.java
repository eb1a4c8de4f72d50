package dev.phaseledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.query.CountsView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Counts over time, as they are sent.
record CountsBody(List<CountBody> counts, long total) {

  private static final double SECONDS_PER_HOUR = 3_600;

  /// One count, as it is sent.
  ///
  /// @param from when its stretch of time begins
  /// @param value what its entries agree in
  /// @param perHour entries by the length of the stretch, also where it has begun before the first
  ///   entry or is not over yet
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CountBody(
      Optional<Instant> from, Optional<String> value, long entries, Optional<Double> perHour) {}

  static CountsBody of(CountsView view, Optional<Duration> bucket) {
    return new CountsBody(
        view.counts().stream()
            .map(count ->
                new CountBody(
                    count.from(),
                    count.value(),
                    count.entries(),
                    bucket.map(length -> rate(count.entries(), length))))
            .toList(),
        view.total());
  }

  private static double rate(long entries, Duration length) {
    return entries * SECONDS_PER_HOUR / length.toSeconds();
  }
}
