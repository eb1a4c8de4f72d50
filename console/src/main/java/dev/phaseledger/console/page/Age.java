package dev.phaseledger.console.page;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, or how far ahead it is, as pages show it.
public final class Age {

  private Age() {}

  /// A length of time in its largest whole unit and the next one: `2 d 3 h`, `4 min 10 s`.
  public static String of(Duration length) {
    Duration time = length.abs();
    if (time.toDays() > 0) {
      return pair(time.toDays(), "d", time.toHoursPart(), "h");
    }
    if (time.toHours() > 0) {
      return pair(time.toHours(), "h", time.toMinutesPart(), "min");
    }
    if (time.toMinutes() > 0) {
      return pair(time.toMinutes(), "min", time.toSecondsPart(), "s");
    }
    return time.toSeconds() + " s";
  }

  /// How long before or after a time something was.
  public static String between(Instant then, Instant now) {
    String length = of(Duration.between(then, now));
    return then.isAfter(now) ? "in " + length : length + " ago";
  }

  private static String pair(long large, String unit, int small, String smallUnit) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smallUnit;
  }
}
