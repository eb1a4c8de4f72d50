package dev.phaseledger.query.maps;

import dev.phaseledger.api.query.LedgerQuery.FindMapVersion;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.LedgerQuery.ListMapVersions;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.reading.Keyset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

  MapQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  Page<MapView> list(ListInvariantMaps query) {
    return Keyset.newestFirst(
        jdbc.sql(LIST)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(MapQueries::view)
            .list(),
        query.cursor(),
        MapView::position);
  }

  @QueryHandler
  Page<MapView> versions(ListMapVersions query) {
    return Keyset.newestFirst(
        jdbc.sql(OF_NAME)
            .param(query.tenant().value())
            .param(query.name())
            .param(Keyset.below(query.cursor()))
            .param(Keyset.rowsToFetch(query.cursor()))
            .query(MapQueries::view)
            .list(),
        query.cursor(),
        MapView::position);
  }

  @QueryHandler
  Optional<MapView> version(FindMapVersion query) {
    return jdbc.sql(BY_DIGEST)
        .param(query.tenant().value())
        .param(query.name())
        .param(query.digest().value())
        .query(MapQueries::view)
        .optional();
  }

  private static MapView view(ResultSet row, int number) throws SQLException {
    return new MapView(
        row.getString("name"),
        row.getInt("version"),
        row.getString("digest"),
        row.getBoolean("active"),
        row.getString("source"),
        row.getString("published_by"),
        Instant.parse(row.getString("published_at")),
        row.getLong("position"));
  }
}
