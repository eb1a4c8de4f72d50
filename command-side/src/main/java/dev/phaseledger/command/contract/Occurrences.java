package dev.phaseledger.command.contract;

import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Duration;
import java.time.Instant;

/// How often one thing happened lately, over any stretch of up to 31 days. Immutable; adding and
/// counting cost the same however often it happened.
///
/// A count includes what is up to one slot older than the stretch: a minute for stretches of up to
/// an hour, an hour for those of up to a day, else a day. It errs on the side of counting.
public final class Occurrences {

  /// It never happened.
  public static final Occurrences NONE =
      new Occurrences(
          Window.of(Duration.ofMinutes(1), 60),
          Window.of(Duration.ofHours(1), 24),
          Window.of(Duration.ofDays(1), 31));

  private final Window minutes;
  private final Window hours;
  private final Window days;

  private Occurrences(Window minutes, Window hours, Window days) {
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
  }

  /// Those after one more.
  public Occurrences add(Instant at) {
    return new Occurrences(minutes.add(at), hours.add(at), days.add(at));
  }

  /// How many lie within a stretch that ends now.
  public long count(Duration within, Instant now) {
    if (within.compareTo(Duration.ofHours(1)) <= 0) {
      return minutes.count(now, slots(within, Duration.ofMinutes(1)));
    }
    if (within.compareTo(Duration.ofDays(1)) <= 0) {
      return hours.count(now, slots(within, Duration.ofHours(1)));
    }
    return days.count(now, slots(within, Duration.ofDays(1)));
  }

  private static int slots(Duration within, Duration slot) {
    return Math.toIntExact((within.toSeconds() + slot.toSeconds() - 1) / slot.toSeconds());
  }

  Fields encode() {
    return Fields.with("minutes", minutes.encode())
        .put("hours", hours.encode())
        .put("days", days.encode())
        .build();
  }

  /// What [#encode] wrote.
  static Occurrences decode(Fields form) {
    return new Occurrences(
        NONE.minutes.decoded(ContractSnapshot.object(form, "minutes")),
        NONE.hours.decoded(ContractSnapshot.object(form, "hours")),
        NONE.days.decoded(ContractSnapshot.object(form, "days")));
  }
}
