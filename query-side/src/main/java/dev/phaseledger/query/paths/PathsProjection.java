package dev.phaseledger.query.paths;

import static dev.phaseledger.query.projection.Column.ints;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps every published version of the revocation paths.
@Component
final class PathsProjection implements Projection {

  private static final String PUBLISH =
      """
      INSERT INTO projection.paths
        (tenant, position, name, version, digest, source, published_by, published_at)
      SELECT tenant, position, name, version, digest, source, published_by, published_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        AS published (tenant, position, name, version, digest, source, published_by, published_at)
      """;

  private static final String CLEAR = "TRUNCATE projection.paths";

  private record Publication(PlacedEvent placed, PathsPublished event) {}

  private final JdbcTemplate jdbc;

  PathsProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Publication> rows = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof PathsPublished published) {
        rows.add(new Publication(placed, published));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        PUBLISH,
        texts(rows, row -> row.placed().tenant().value()),
        longs(rows, row -> row.placed().position()),
        texts(rows, row -> row.event().name()),
        ints(rows, row -> row.event().version()),
        texts(rows, row -> row.event().digest().value()),
        texts(rows, row -> row.event().source()),
        texts(rows, row -> row.placed().actor()),
        texts(rows, row -> row.placed().time().toString()));
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }
}
