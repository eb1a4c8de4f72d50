package dev.phaseledger.console.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A time as pages show it: to the second, with the exact one beside it.
public record Moment(String exact, String shown) {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  public static Moment of(Instant instant) {
    return new Moment(instant.toString(), SECONDS.format(instant));
  }
}
