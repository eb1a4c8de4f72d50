package dev.phaseledger.api.event;

import java.time.Instant;
import java.time.LocalDate;

/// Writes times as RFC 3339 has them, in UTC.
final class Times {

  private static final long SECONDS_PER_DAY = 86_400;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int CHARS_MAX = "0000-00-00T00:00:00.000000000Z".length();

  private Times() {}

  /// The text of a time of the years 0000 to 9999: what [Instant#toString] gives, in a tenth of the
  /// time. Each decision writes several.
  static String text(Instant time) {
    long seconds = time.getEpochSecond();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
    int ofDay = (int) Math.floorMod(seconds, SECONDS_PER_DAY);
    var text = new StringBuilder(CHARS_MAX);
    digits(text, date.getYear(), 4);
    digits(text.append('-'), date.getMonthValue(), 2);
    digits(text.append('-'), date.getDayOfMonth(), 2);
    digits(text.append('T'), ofDay / 3600, 2);
    digits(text.append(':'), ofDay / 60 % 60, 2);
    digits(text.append(':'), ofDay % 60, 2);
    fraction(text, time.getNano());
    return text.append('Z').toString();
  }

  /// In milliseconds, microseconds or nanoseconds: whatever takes the fewest digits.
  private static void fraction(StringBuilder text, int nanos) {
    if (nanos == 0) {
      return;
    }
    text.append('.');
    if (nanos % NANOS_PER_MILLI == 0) {
      digits(text, nanos / NANOS_PER_MILLI, 3);
    } else if (nanos % NANOS_PER_MICRO == 0) {
      digits(text, nanos / NANOS_PER_MICRO, 6);
    } else {
      digits(text, nanos, 9);
    }
  }

  private static void digits(StringBuilder text, int number, int count) {
    int end = text.length() + count;
    text.setLength(end);
    int rest = number;
    for (int at = end - 1; at >= end - count; at--) {
      text.setCharAt(at, (char) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
