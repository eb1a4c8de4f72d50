package dev.phaseledger.query.audit;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryFilter.Policy;
import dev.phaseledger.query.reading.Moments;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds the stretch of the log that all entries which match a filter lie in, so that nothing
/// outside of it is looked at.
@Component
public final class EntryBounds {

  private static final String OF_TIME =
      """
      SELECT min(first_position) AS first, max(last_position) AS last
      FROM projection.entry_spans
      WHERE tenant = ? AND last_nanos >= ? AND first_nanos < ?
      """;

  private static final String OF_POLICY =
      """
      SELECT min(first_position) AS first, max(last_position) AS last
      FROM projection.entry_policies
      WHERE tenant = ? AND policy = ?
      """;

  /// Maps follow each other by name; of ladders there is one.
  private static final String OF_VERSION =
      """
      SELECT published.position AS first, coalesce(
        (SELECT min(later.position) FROM projection.maps AS later
         WHERE later.tenant = published.tenant AND later.name = published.name
           AND later.position > published.position) - 1, :last) AS last
      FROM projection.maps AS published
      WHERE published.tenant = :tenant AND published.name = :name AND published.version = :version
      UNION ALL
      SELECT published.position, coalesce(
        (SELECT min(later.position) FROM projection.ladders AS later
         WHERE later.tenant = published.tenant AND later.position > published.position) - 1, :last)
      FROM projection.ladders AS published
      WHERE published.tenant = :tenant AND published.name = :name AND published.version = :version
      ORDER BY first
      LIMIT 1
      """;

  /// Positions from the first to the last one, both included.
  public record Stretch(long first, long last) {

    private static final Stretch ALL = new Stretch(1, Long.MAX_VALUE);
    private static final Stretch NONE = new Stretch(1, 0);

    public boolean isEmpty() {
      return first > last;
    }

    Stretch from(long position) {
      return new Stretch(Math.max(first, position), last);
    }

    Stretch upTo(long position) {
      return new Stretch(first, Math.min(last, position));
    }

    private Stretch within(Stretch other) {
      return from(other.first).upTo(other.last);
    }
  }

  private final JdbcClient jdbc;

  EntryBounds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The stretch for a filter.
  ///
  /// @throws InvalidFieldException if the filter names a version that was not published
  public Stretch of(TenantId tenant, EntryFilter filter) {
    Stretch stretch =
        Stretch.ALL
            .from(filter.fromPosition().orElse(1L))
            .upTo(filter.toPosition().orElse(Long.MAX_VALUE));
    if (filter.from().isPresent() || filter.to().isPresent()) {
      stretch = stretch.within(ofTime(tenant, filter.from(), filter.to()));
    }
    return filter
        .policy()
        .map(policy -> ofPolicy(tenant, policy))
        .map(stretch::within)
        .orElse(stretch);
  }

  private Stretch ofTime(TenantId tenant, Optional<Instant> from, Optional<Instant> to) {
    return jdbc.sql(OF_TIME)
        .param(tenant.value())
        .param(from.map(Moments::nanos).orElse(Long.MIN_VALUE))
        .param(to.map(Moments::nanos).orElse(Long.MAX_VALUE))
        .query(EntryBounds::stretch)
        .single();
  }

  private Stretch ofPolicy(TenantId tenant, Policy policy) {
    return switch (policy) {
      case Policy.ByDigest digest ->
          jdbc.sql(OF_POLICY)
              .param(tenant.value())
              .param(digest.digest().value())
              .query(EntryBounds::stretch)
              .single();
      case Policy.ByVersion version ->
          jdbc.sql(OF_VERSION)
              .param("tenant", tenant.value())
              .param("name", version.name())
              .param("version", version.version())
              .param("last", Long.MAX_VALUE)
              .query(EntryBounds::stretch)
              .optional()
              .orElseThrow(() ->
                  new InvalidFieldException(
                      "policy",
                      "no version %d of a map or ladder '%s' was published"
                          .formatted(version.version(), version.name())));
    };
  }

  private static Stretch stretch(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    long first = row.getLong("first");
    return row.wasNull() ? Stretch.NONE : new Stretch(first, row.getLong("last"));
  }
}
