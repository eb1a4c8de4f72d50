package dev.phaseledger.query.due;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.DueItem;
import dev.phaseledger.api.query.DueItem.Kind;
import dev.phaseledger.api.query.InternalQuery.ListDue;
import java.time.Instant;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers what is due.
@Component
final class DueQueries {

  private static final String LIST =
      """
      SELECT tenant, contract_id, dispatch_id, kind, due_at
      FROM projection.due
      WHERE due_at IS NOT NULL AND due_at <= ?
        AND (due_at, tenant, contract_id, dispatch_id, kind) > (?, ?, ?, ?, ?)
      ORDER BY due_at, tenant, contract_id, dispatch_id, kind
      LIMIT ?
      """;

  private final JdbcClient jdbc;

  DueQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @QueryHandler
  List<DueItem> list(ListDue query) {
    return jdbc.sql(LIST)
        .param(query.now().toEpochMilli())
        .param(query.after().map(item -> item.due().toEpochMilli()).orElse(Long.MIN_VALUE))
        .param(query.after().map(item -> item.tenant().value()).orElse(""))
        .param(query.after().map(item -> item.contract().value()).orElse(""))
        .param(query.after().map(DueItem::dispatch).orElse(""))
        .param(query.after().map(item -> item.kind().name()).orElse(""))
        .param(query.max())
        .query((row, number) ->
            new DueItem(
                new TenantId(row.getString("tenant")),
                new ContractId(row.getString("contract_id")),
                row.getString("dispatch_id"),
                Kind.valueOf(row.getString("kind")),
                Instant.ofEpochMilli(row.getLong("due_at"))))
        .list();
  }
}
