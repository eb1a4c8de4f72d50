package dev.phaseledger.query.reading;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.query.AsOf;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds the places in a tenant's log that moments mean.
@Component
public final class Moments {

  /// A moment as a place in the log.
  ///
  /// @param position of the tenant's last entry that counts; 0 if none does
  /// @param at the time to hold terms against
  public record Moment(long position, Instant at) {}

  private static final String LAST_AT_OR_BEFORE =
      """
      SELECT position, at_nanos FROM projection.entries
      WHERE tenant = ? AND position <= ?
      ORDER BY position DESC
      LIMIT 1
      """;

  /// The last span that reaches back to the time holds the entry: later ones begin after it.
  private static final String LAST_UNTIL =
      """
      SELECT position, at_nanos FROM projection.entries
      WHERE tenant = :tenant AND at_nanos <= :nanos AND position <= (
        SELECT max(last_position) FROM projection.entry_spans
        WHERE tenant = :tenant AND first_nanos <= :nanos)
      ORDER BY position DESC
      LIMIT 1
      """;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final JdbcClient jdbc;
  private final LedgerReader log;
  private final Clock clock;

  Moments(JdbcClient jdbc, LedgerReader log, Clock clock) {
    this.jdbc = jdbc;
    this.log = log;
    this.clock = clock;
  }

  /// Reads `asOf`: a position, a time, or nothing for now.
  ///
  /// @throws InvalidFieldException if it is neither, or a position that the ledger has not reached
  public AsOf parse(Optional<String> asOf) {
    if (asOf.isEmpty()) {
      return new AsOf.Now();
    }
    String text = asOf.get();
    if (text.matches("[0-9]{1,18}")) {
      long position = Long.parseLong(text);
      if (position < 1 || position > log.position()) {
        throw new InvalidFieldException(
            "asOf", "must be a position from 1 to %d, or a time".formatted(log.position()));
      }
      return new AsOf.AtPosition(position);
    }
    try {
      return new AsOf.AtTime(Instant.parse(text));
    } catch (DateTimeException _) {
      throw new InvalidFieldException(
          "asOf", "must be a position, or a time such as 2026-01-31T10:00:00Z");
    }
  }

  /// The position that views must reflect before a moment can be answered.
  public static Optional<Long> needed(AsOf asOf) {
    return asOf instanceof AsOf.AtPosition at ? Optional.of(at.position()) : Optional.empty();
  }

  /// Where a moment is in a tenant's log.
  public Moment of(TenantId tenant, AsOf asOf) {
    return switch (asOf) {
      case AsOf.Now _ -> new Moment(last(tenant, Long.MAX_VALUE).position(), clock.instant());
      case AsOf.AtPosition at -> last(tenant, at.position());
      case AsOf.AtTime at ->
          new Moment(
              jdbc.sql(LAST_UNTIL)
                  .param("tenant", tenant.value())
                  .param("nanos", nanos(at.time()))
                  .query((row, _) -> row.getLong("position"))
                  .optional()
                  .orElse(0L),
              at.time());
    };
  }

  private Moment last(TenantId tenant, long position) {
    return jdbc.sql(LAST_AT_OR_BEFORE)
        .param(tenant.value())
        .param(position)
        .query((row, _) ->
            new Moment(row.getLong("position"), Instant.EPOCH.plusNanos(row.getLong("at_nanos"))))
        .optional()
        .orElseGet(() -> new Moment(0, Instant.EPOCH));
  }

  /// Nanoseconds since 1970; the first or last that can be said for times beyond.
  public static long nanos(Instant at) {
    try {
      return Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND_NANOS), at.getNano());
    } catch (ArithmeticException _) {
      return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
