package dev.phaseledger.query.pack;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds the entries that published what decided in a range: maps, ladders and revocation paths.
@Component
final class PoliciesInForce {

  private static final String PUBLISHED =
      """
      SELECT published.kind, published.name, published.position
      FROM (
        SELECT 'map' AS kind, maps.name, maps.position
        FROM projection.maps AS maps WHERE maps.tenant = :tenant
        UNION ALL
        SELECT 'ladder', ladders.name, ladders.position
        FROM projection.ladders AS ladders WHERE ladders.tenant = :tenant
        UNION ALL
        SELECT 'paths', paths.name, paths.position
        FROM projection.paths AS paths WHERE paths.tenant = :tenant
      ) AS published
      ORDER BY published.position
      """;

  private record Published(String kind, String name, long position) {
    String subject() {
      return kind + ' ' + name;
    }
  }

  private final JdbcClient jdbc;
  private final LedgerReader reader;

  PoliciesInForce(JdbcClient jdbc, LedgerReader reader) {
    this.jdbc = jdbc;
    this.reader = reader;
  }

  /// The log indices, in order: the last version of each before the range, and all within it.
  List<Long> between(TenantId tenant, long from, long to) {
    List<Published> all =
        jdbc.sql(PUBLISHED)
            .param("tenant", tenant.value())
            .query((row, _) ->
                new Published(
                    row.getString("kind"), row.getString("name"), row.getLong("position")))
            .list();
    Map<String, Long> before = new HashMap<>();
    List<Long> within = new ArrayList<>();
    for (Published published : all) {
      long index = index(tenant, published.position());
      if (index <= from) {
        before.put(published.subject(), index);
      } else if (index < to) {
        within.add(index);
      }
    }
    List<Long> places = new ArrayList<>(before.values().stream().sorted().toList());
    places.addAll(within);
    return places;
  }

  private long index(TenantId tenant, long position) {
    RecordedEvent recorded = reader.read(position, 1).getFirst();
    if (!recorded.stream().tenant().equals(tenant)) {
      throw new IllegalStateException(
          "position %d is not of tenant %s, as its views say".formatted(position, tenant));
    }
    return recorded.index();
  }
}
