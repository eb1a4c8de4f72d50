package dev.phaseledger.query.tenants;

import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps whether tenants are halted.
@Component
final class TenantProjection implements Projection {

  private static final String CHANGE =
      """
      INSERT INTO projection.tenants (tenant, halt_reason, changed_by, changed_at, position)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant) DO UPDATE SET
        halt_reason = excluded.halt_reason,
        changed_by = excluded.changed_by,
        changed_at = excluded.changed_at,
        position = excluded.position
      """;

  private static final String CLEAR = "TRUNCATE projection.tenants";

  private final JdbcTemplate jdbc;

  TenantProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof TenantHalted halted) {
        change(placed, halted.reason());
      } else if (placed.event() instanceof TenantResumed) {
        change(placed, null);
      }
    }
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }

  private void change(PlacedEvent placed, @Nullable String haltReason) {
    jdbc.update(
        CHANGE,
        placed.tenant().value(),
        haltReason,
        placed.actor(),
        placed.time().toString(),
        placed.position());
  }
}
