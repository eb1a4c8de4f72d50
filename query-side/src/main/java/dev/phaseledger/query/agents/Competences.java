package dev.phaseledger.query.agents;

import dev.phaseledger.api.event.Competence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// Reads the record of an agent's work from a row that has its columns.
final class Competences {

  /// The columns, of the table's alias `competence`; its position under a name of its own.
  static final String COLUMNS =
      """
      competence.registered_at, competence.level_since, competence.executions, competence.passes,
        competence.failures, competence.consecutive_passes, competence.violations,
        competence.vetoes, competence.executions_at_level, competence.consecutive_passes_at_level,
        competence.violations_at_level, competence.position AS competence_position
      """;

  private Competences() {}

  static Competence of(ResultSet row) throws SQLException {
    return new Competence(
        row.getLong("executions"),
        row.getLong("passes"),
        row.getLong("failures"),
        row.getLong("consecutive_passes"),
        row.getLong("violations"),
        row.getLong("vetoes"),
        Instant.parse(row.getString("registered_at")),
        Instant.parse(row.getString("level_since")),
        row.getLong("executions_at_level"),
        row.getLong("consecutive_passes_at_level"),
        row.getLong("violations_at_level"),
        row.getLong("competence_position"));
  }
}
