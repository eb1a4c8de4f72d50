package dev.phaseledger.api.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Writes and reads times as RFC 3339 has them, in UTC.
final class Times {

  private static final long SECONDS_PER_DAY = 86_400;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int CHARS_MAX = "0000-00-00T00:00:00.000000000Z".length();

  /// What stands between the digits of a time.
  private static final String SHAPE = "____-__-__T__:__:__";

  private static final int FRACTION_DIGITS_MAX = 9;

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

  /// Reads a time of the years 0000 to 9999: as [Instant#parse] does, in a tenth of the time, but
  /// with no hour 24, no leap second, no offset and no lower case.
  ///
  /// @throws DateTimeException if it is none
  static Instant parse(String text) {
    int end = text.length() - 1;
    if (end < SHAPE.length() || text.charAt(end) != 'Z') {
      throw new DateTimeException("not a time in UTC");
    }
    for (int at = 0; at < SHAPE.length(); at++) {
      char sign = SHAPE.charAt(at);
      if (sign != '_' && text.charAt(at) != sign) {
        throw new DateTimeException("not a time in UTC");
      }
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new DateTimeException("not a time of a day");
    }
    return Instant.ofEpochSecond(
        date.toEpochDay() * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second,
        nanos(text, SHAPE.length(), end));
  }

  private static int nanos(String text, int start, int end) {
    if (start == end) {
      return 0;
    }
    int count = end - start - 1;
    if (text.charAt(start) != '.' || count < 1 || count > FRACTION_DIGITS_MAX) {
      throw new DateTimeException("not a fraction of a second");
    }
    int nanos = number(text, start + 1, end);
    for (int digit = count; digit < FRACTION_DIGITS_MAX; digit++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int start, int end) {
    int number = 0;
    for (int at = start; at < end; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("not a digit");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
