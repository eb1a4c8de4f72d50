package dev.phaseledger.query.projection;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Folds a batch into all projections and moves the progress, within the caller's transaction.
@Component
final class ProjectionWriter {

  private static final String LOCK_PROGRESS =
      """
      SELECT position FROM projection.progress WHERE name = 'ledger' FOR UPDATE
      """;

  private static final String MOVE_PROGRESS =
      """
      UPDATE projection.progress SET position = ? WHERE name = 'ledger'
      """;

  /// A lost commit of this transaction is folded again, so it need not wait for the disk.
  private static final String COMMIT_WITHOUT_WAITING = "SET LOCAL synchronous_commit TO off";

  private final JdbcTemplate jdbc;
  private final List<Projection> projections;

  ProjectionWriter(JdbcTemplate jdbc, List<Projection> projections) {
    this.jdbc = jdbc;
    this.projections = List.copyOf(projections);
  }

  /// Folds what is not yet reflected. Repeated events change nothing; a missing one is an
  /// [IllegalStateException], since tables with a gap would be believed.
  void write(List<PlacedEvent> events) {
    long reflected = lockProgress();
    List<PlacedEvent> fresh =
        events.stream().filter(placed -> placed.position() > reflected).toList();
    if (fresh.isEmpty()) {
      return;
    }
    requireGapless(fresh, reflected);
    jdbc.execute(COMMIT_WITHOUT_WAITING);
    for (Projection projection : projections) {
      projection.apply(fresh);
    }
    jdbc.update(MOVE_PROGRESS, fresh.getLast().position());
  }

  /// Empties every projection, so that the log can be folded from its start.
  void clear() {
    long reflected = lockProgress();
    if (reflected > 0) {
      projections.forEach(Projection::clear);
      jdbc.update(MOVE_PROGRESS, 0L);
    }
  }

  private long lockProgress() {
    Long position = jdbc.queryForObject(LOCK_PROGRESS, Long.class);
    if (position == null) {
      throw new IllegalStateException("the projections' progress row is missing");
    }
    return position;
  }

  private static void requireGapless(List<PlacedEvent> fresh, long reflected) {
    long expected = reflected + 1;
    for (PlacedEvent placed : fresh) {
      if (placed.position() != expected) {
        throw new IllegalStateException(
            "the projections reflect position %d, but were given %d instead of %d"
                .formatted(reflected, placed.position(), expected));
      }
      expected++;
    }
  }
}
