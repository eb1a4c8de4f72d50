package dev.phaseledger.query.dispatches;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.query.dispatches.DispatchFold.Concern;
import dev.phaseledger.query.dispatches.DispatchFold.Violation;
import dev.phaseledger.query.projection.Column;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The indexes from dispatches to the entries that concern them, and from what was violated to
/// dispatches.
@Component
final class TrailTable {

  private static final String CONCERN =
      """
      INSERT INTO projection.trail (tenant, dispatch_id, position, log_index)
      SELECT tenant, dispatch_id, position, log_index
      FROM unnest(?, ?, ?, ?) AS concerned (tenant, dispatch_id, position, log_index)
      """;

  /// A dispatch judged anew may violate again what it violated before.
  private static final String VIOLATE =
      """
      INSERT INTO projection.violations (tenant, name, decided_position)
      SELECT tenant, name, decided_position
      FROM unnest(?, ?, ?) AS violated (tenant, name, decided_position)
      ON CONFLICT (tenant, name, decided_position) DO NOTHING
      """;

  private static final List<String> CLEAR =
      List.of("TRUNCATE projection.trail", "TRUNCATE projection.violations");

  private final JdbcTemplate jdbc;

  TrailTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void write(DispatchFold fold) {
    concern(fold.concerns());
    violate(fold.violations());
  }

  void clear() {
    CLEAR.forEach(jdbc::execute);
  }

  private void concern(List<Concern> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        CONCERN,
        texts(rows, row -> row.dispatch().tenant().value()),
        texts(rows, row -> row.dispatch().dispatch()),
        longs(rows, Concern::position),
        longs(rows, Concern::index));
  }

  private void violate(List<Violation> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        VIOLATE,
        texts(rows, row -> row.tenant().value()),
        texts(rows, Violation::name),
        longs(rows, Violation::decidedPosition));
  }
}
