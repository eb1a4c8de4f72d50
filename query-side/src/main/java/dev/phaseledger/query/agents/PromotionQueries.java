package dev.phaseledger.query.agents;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.query.LedgerQuery.ListOpenPromotions;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.PromotionView;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.query.reading.Keyset;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers which proposed promotions wait for humans.
@Component
final class PromotionQueries {

  private static final String LIST =
      """
      SELECT log_index, granted_by, position
      FROM projection.promotions
      WHERE tenant = ? AND position < ? AND expires_second > ?
      ORDER BY position DESC
      LIMIT ?
      """;

  private record Row(long index, List<String> grantedBy, long position) {}

  private final JdbcClient jdbc;
  private final LogSource log;

  PromotionQueries(JdbcClient jdbc, LogSource log) {
    this.jdbc = jdbc;
    this.log = log;
  }

  @QueryHandler
  Page<PromotionView> list(ListOpenPromotions query) {
    List<PromotionView> rows =
        jdbc
            .sql(LIST)
            .param(query.tenant().value())
            .param(Keyset.below(query.cursor()))
            .param(query.now().getEpochSecond())
            .param(Keyset.rowsToFetch(query.cursor()))
            .query((row, _) ->
                new Row(
                    row.getLong("log_index"),
                    row.getString("granted_by").lines().toList(),
                    row.getLong("position")))
            .list()
            .stream()
            .map(row -> view(query.tenant(), row))
            .toList();
    return Keyset.newestFirst(rows, query.cursor(), PromotionView::position);
  }

  private PromotionView view(TenantId tenant, Row row) {
    List<byte[]> entries = log.entries(tenant.value(), row.index(), 1);
    if (entries.isEmpty()) {
      throw new IllegalStateException(
          "tenant %s has no entry %d, which a promotion names".formatted(tenant, row.index()));
    }
    RecordedEvent recorded = EntryCodec.decode(entries.getFirst(), row.position(), row.index());
    if (!(recorded.event() instanceof PromotionProposed proposed)) {
      throw new IllegalStateException(
          "tenant %s has no promotion at %d".formatted(tenant, row.index()));
    }
    return new PromotionView(
        proposed.agent().value(),
        proposed.proposal(),
        proposed.from(),
        proposed.to(),
        proposed.rule(),
        proposed.explanation(),
        proposed.competence(),
        proposed.count(),
        proposed.roles(),
        row.grantedBy(),
        recorded.time(),
        proposed.expiresAt(),
        row.position());
  }
}
