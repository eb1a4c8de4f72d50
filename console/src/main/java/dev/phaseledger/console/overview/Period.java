package dev.phaseledger.console.overview;

import dev.phaseledger.api.InvalidFieldException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// How far the overview looks back, and how finely it plots that.
enum Period {
  DAY(Duration.ofDays(1), Duration.ofHours(1), "the last 24 hours", "hour"),
  WEEK(Duration.ofDays(7), Duration.ofHours(6), "the last 7 days", "6 hours"),
  MONTH(Duration.ofDays(30), Duration.ofDays(1), "the last 30 days", "day"),
  QUARTER(Duration.ofDays(90), Duration.ofDays(3), "the last 90 days", "3 days");

  private final Duration length;
  private final Duration bucket;
  private final String words;
  private final String bucketWords;

  Period(Duration length, Duration bucket, String words, String bucketWords) {
    this.length = length;
    this.bucket = bucket;
    this.words = words;
    this.bucketWords = bucketWords;
  }

  /// @throws InvalidFieldException if it is none
  static Period of(String name) {
    return Arrays.stream(values())
        .filter(period -> period.key().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InvalidFieldException(
                "period",
                "must be one of "
                    + String.join(", ", Arrays.stream(values()).map(Period::key).toList())));
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String words() {
    return words;
  }

  String bucketWords() {
    return bucketWords;
  }

  Duration length() {
    return length;
  }

  Duration bucket() {
    return bucket;
  }
}
