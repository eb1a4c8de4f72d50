package dev.phaseledger.query.personal;

import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps the legal holds in force. They are rare, so each is written by itself.
@Component
final class HoldProjection implements Projection {

  private static final String PLACE =
      """
      INSERT INTO projection.holds
        (tenant, hold, subject, reason, placed_by, placed_at, position)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String LIFT =
      """
      DELETE FROM projection.holds WHERE tenant = ? AND hold = ?
      """;

  private static final String CLEAR = "TRUNCATE projection.holds";

  private final JdbcTemplate jdbc;

  HoldProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof HoldPlaced hold) {
        jdbc.update(
            PLACE,
            placed.tenant().value(),
            hold.hold().value(),
            hold.subject().value(),
            hold.reason(),
            placed.actor(),
            placed.time().toString(),
            placed.position());
      } else if (placed.event() instanceof HoldLifted hold) {
        jdbc.update(LIFT, placed.tenant().value(), hold.hold().value());
      }
    }
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }
}
