package dev.phaseledger.query.tenants;

import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import dev.phaseledger.query.projection.Publications;
import dev.phaseledger.query.projection.Publications.Publication;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps every published version of the ladder.
@Component
final class LadderProjection implements Projection {

  private final Publications publications;

  LadderProjection(JdbcTemplate jdbc) {
    this.publications = new Publications(jdbc, "ladders");
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Publication> rows = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof LadderPublished e) {
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
