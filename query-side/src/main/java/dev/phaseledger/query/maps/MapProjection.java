package dev.phaseledger.query.maps;

import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import dev.phaseledger.query.projection.Publications;
import dev.phaseledger.query.projection.Publications.Publication;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps every published version of every map.
@Component
final class MapProjection implements Projection {

  private final Publications publications;

  MapProjection(JdbcTemplate jdbc) {
    this.publications = new Publications(jdbc, "maps");
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Publication> rows = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof InvariantMapPublished e) {
        rows.add(new Publication(placed, e.name(), e.version(), e.digest(), e.source()));
      }
    }
    publications.write(rows);
  }

  @Override
  public void clear() {
    publications.clear();
  }
}
