package dev.phaseledger.query.signals;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps every failure signal.
@Component
final class SignalProjection implements Projection {

  private static final String SIGNAL =
      """
      INSERT INTO projection.signals
        (tenant, position, agent_id, contract_id, dispatch_id, kind, detail, occurred_at,
          detected_at)
      SELECT tenant, position, agent_id, contract_id, dispatch_id, kind, detail, occurred_at,
        detected_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS signalled (tenant, position, agent_id, contract_id, dispatch_id, kind, detail,
          occurred_at, detected_at)
      """;

  private static final String CLEAR = "TRUNCATE projection.signals";

  private record Signal(PlacedEvent placed, FailureSignalled event) {}

  private final JdbcTemplate jdbc;

  SignalProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Signal> rows = new ArrayList<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof FailureSignalled signalled) {
        rows.add(new Signal(placed, signalled));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    Column.write(
        jdbc,
        SIGNAL,
        texts(rows, row -> row.placed().tenant().value()),
        longs(rows, row -> row.placed().position()),
        texts(rows, row -> row.event().agent().value()),
        texts(rows, row -> row.event().contract().value()),
        texts(rows, row -> row.event().dispatch().map(DispatchId::value).orElse(null)),
        texts(rows, row -> row.event().kind()),
        texts(rows, row -> row.event().detail()),
        texts(rows, row -> row.event().occurredAt().toString()),
        texts(rows, row -> row.event().detectedAt().toString()));
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }
}
