package dev.phaseledger.query.maps;

import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.api.query.LedgerQuery.FindMapVersion;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.LedgerQuery.ListMapVersions;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which maps are and were in force.
@Component
final class MapQueries {

  private static final String COLUMNS =
      """
      SELECT maps.name, maps.version, maps.digest, maps.source, maps.published_by,
        maps.published_at, maps.position,
        NOT EXISTS (
          SELECT FROM projection.maps AS later
          WHERE later.tenant = maps.tenant AND later.name = maps.name
            AND later.position > maps.position
        ) AS active
      FROM projection.maps AS maps
      """;

  private static final String LIST =
      COLUMNS
          + """
          WHERE maps.tenant = ? AND maps.position < ?
          ORDER BY maps.position DESC
          LIMIT ?
          """;

  private static final String OF_NAME =
      COLUMNS
          + """
          WHERE maps.tenant = ? AND maps.name = ? AND maps.position < ?
          ORDER BY maps.position DESC
          LIMIT ?
          """;

  private static final String BY_DIGEST =
      COLUMNS
          + """
          WHERE maps.tenant = ? AND maps.name = ? AND maps.digest = ?
          ORDER BY maps.position DESC
          LIMIT 1
          """;

  private final JdbcClient jdbc;
  private final LedgerReader log;

  MapQueries(JdbcClient jdbc, LedgerReader log) {
    this.jdbc = jdbc;
    this.log = log;
  }

  @QueryHandler
  Page<MapView> list(ListInvariantMaps query) {
    return Keyset.newestFirst(
        jdbc
            .sql(LIST)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(MapQueries::row)
            .list()
            .stream()
            .map(this::view)
            .toList(),
        query.cursor(),
        MapView::position);
  }

  @QueryHandler
  Page<MapView> versions(ListMapVersions query) {
    return Keyset.newestFirst(
        jdbc
            .sql(OF_NAME)
            .param(query.tenant().value())
            .param(query.name())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(MapQueries::row)
            .list()
            .stream()
            .map(this::view)
            .toList(),
        query.cursor(),
        MapView::position);
  }

  @QueryHandler
  Optional<MapView> version(FindMapVersion query) {
    return jdbc.sql(BY_DIGEST)
        .param(query.tenant().value())
        .param(query.name())
        .param(query.digest().value())
        .query(MapQueries::row)
        .optional()
        .map(this::view);
  }

  /// How a version came to be is read where it is recorded; a page has few of them.
  private MapView view(MapView row) {
    return new MapView(
        row.name(),
        row.version(),
        row.digest(),
        row.active(),
        row.source(),
        row.publishedBy(),
        row.publishedAt(),
        row.position(),
        release(row));
  }

  private Optional<Release> release(MapView row) {
    List<RecordedEvent> recorded = log.read(row.position(), 1);
    if (recorded.isEmpty()
        || !(recorded.getFirst().event() instanceof InvariantMapPublished published)
        || !published.digest().value().equals(row.digest())) {
      throw new IllegalStateException(
          "position %d does not publish version %s of map %s"
              .formatted(row.position(), row.digest(), row.name()));
    }
    return published.release();
  }

  private static MapView row(ResultSet row, int number) throws SQLException {
    return new MapView(
        row.getString("name"),
        row.getInt("version"),
        row.getString("digest"),
        row.getBoolean("active"),
        row.getString("source"),
        row.getString("published_by"),
        Instant.parse(row.getString("published_at")),
        row.getLong("position"),
        Optional.empty());
  }
}
