package dev.phaseledger.query.projection;

import static dev.phaseledger.query.projection.Column.ints;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.Digest;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// Keeps every published version of one sort of document, in a table of its own.
public final class Publications {

  /// One published version.
  public record Publication(
      PlacedEvent placed, String name, int version, Digest digest, String source) {}

  private final JdbcTemplate jdbc;
  private final String publish;
  private final String clear;

  /// @param table the table's name within the schema of projections; part of the statements
  public Publications(JdbcTemplate jdbc, String table) {
    this.jdbc = jdbc;
    this.publish =
        """
        INSERT INTO projection.%s
          (tenant, position, name, version, digest, source, published_by, published_at)
        SELECT tenant, position, name, version, digest, source, published_by, published_at
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
          AS published (tenant, position, name, version, digest, source, published_by, published_at)
        """
            .formatted(table);
    this.clear = "TRUNCATE projection." + table;
  }

  /// Adds what a batch of events has published.
  public void write(List<Publication> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        publish,
        texts(rows, row -> row.placed().tenant().value()),
        longs(rows, row -> row.placed().position()),
        texts(rows, Publication::name),
        ints(rows, Publication::version),
        texts(rows, row -> row.digest().value()),
        texts(rows, Publication::source),
        texts(rows, row -> row.placed().actor()),
        texts(rows, row -> row.placed().time().toString()));
  }

  /// Forgets all of them.
  public void clear() {
    jdbc.execute(clear);
  }
}
