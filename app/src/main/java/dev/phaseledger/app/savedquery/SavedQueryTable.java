package dev.phaseledger.app.savedquery;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.SavedQueriesView;
import dev.phaseledger.api.query.SavedQueriesView.SavedQuery;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps filters under names. Changes of one tenant's follow each other, on whichever node they are
/// made, so that nobody replaces what it did not look at.
@Component
final class SavedQueryTable {

  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended('saved_query ' || ?, 0))
      """;

  private static final String LIST =
      """
      SELECT name, parameters, saved_by, saved_at FROM processing.saved_query
      WHERE tenant = ?
      ORDER BY name
      LIMIT ?
      """;

  private static final String FIND =
      """
      SELECT name, parameters, saved_by, saved_at FROM processing.saved_query
      WHERE tenant = ? AND name = ?
      """;

  private static final String COUNT =
      """
      SELECT count(*) FROM processing.saved_query WHERE tenant = ?
      """;

  private static final String SAVE =
      """
      INSERT INTO processing.saved_query (tenant, name, parameters, saved_by, saved_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (tenant, name) DO UPDATE SET parameters = excluded.parameters,
        saved_by = excluded.saved_by, saved_at = excluded.saved_at
      """;

  private static final String DELETE =
      """
      DELETE FROM processing.saved_query WHERE tenant = ? AND name = ?
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate changing;

  SavedQueryTable(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.changing = new TransactionTemplate(transactions);
  }

  List<SavedQuery> list(TenantId tenant) {
    return jdbc.sql(LIST)
        .params(tenant.value(), SavedQueriesView.QUERIES_MAX)
        .query(SavedQueryTable::saved)
        .list();
  }

  Optional<SavedQuery> find(TenantId tenant, String name) {
    return jdbc.sql(FIND).params(tenant.value(), name).query(SavedQueryTable::saved).optional();
  }

  /// Puts a query in the place of the one of its name.
  ///
  /// @param mayReplace throws for a query that must stay
  /// @return whether there was room for another name
  boolean save(TenantId tenant, SavedQuery query, Consumer<SavedQuery> mayReplace) {
    return Boolean.TRUE.equals(
        changing.execute(_ -> {
          lock(tenant);
          Optional<SavedQuery> there = find(tenant, query.name());
          there.ifPresent(mayReplace);
          if (there.isEmpty() && count(tenant) >= SavedQueriesView.QUERIES_MAX) {
            return false;
          }
          jdbc.sql(SAVE)
              .params(
                  tenant.value(),
                  query.name(),
                  text(query.parameters()),
                  query.savedBy(),
                  query.savedAt().toString())
              .update();
          return true;
        }));
  }

  /// Deletes the query of a name.
  ///
  /// @param mayDelete throws for a query that must stay
  /// @return what was deleted; empty if there is none
  Optional<SavedQuery> delete(TenantId tenant, String name, Consumer<SavedQuery> mayDelete) {
    Optional<SavedQuery> deleted =
        changing.execute(_ -> {
          lock(tenant);
          Optional<SavedQuery> there = find(tenant, name);
          there.ifPresent(mayDelete);
          jdbc.sql(DELETE).params(tenant.value(), name).update();
          return there;
        });
    return deleted == null ? Optional.empty() : deleted;
  }

  private void lock(TenantId tenant) {
    jdbc.sql(LOCK).param(tenant.value()).query((_, _) -> true).single();
  }

  private long count(TenantId tenant) {
    return jdbc.sql(COUNT).param(tenant.value()).query(Long.class).single();
  }

  private static String text(Map<String, String> parameters) {
    Fields.Builder fields = Fields.builder();
    parameters.forEach(fields::put);
    return Json.text(fields.build());
  }

  private static SavedQuery saved(ResultSet row, int number) throws SQLException {
    return new SavedQuery(
        row.getString("name"),
        parameters(row.getString("parameters")),
        row.getString("saved_by"),
        Instant.parse(row.getString("saved_at")));
  }

  private static Map<String, String> parameters(String text) {
    if (!(Json.parse(text) instanceof Fields fields)) {
      throw new IllegalStateException("a saved query holds no parameters");
    }
    Map<String, String> parameters = new TreeMap<>();
    fields.members().forEach((name, value) -> parameters.put(name, text(name, value)));
    return parameters;
  }

  private static String text(String name, JsonValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw new IllegalStateException("a saved query's '" + name + "' is no text");
  }
}
