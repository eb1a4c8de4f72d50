package dev.phaseledger.query.signals;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.time.Duration;
import java.time.Instant;
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
          detected_at, signal, severity, detector, evidence, entries, detection_ms, at_nanos,
          log_index)
      SELECT tenant, position, agent_id, contract_id, dispatch_id, kind, detail, occurred_at,
        detected_at, signal, severity, detector, evidence, entries, detection_ms, at_nanos,
        log_index
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS signalled (tenant, position, agent_id, contract_id, dispatch_id, kind, detail,
          occurred_at, detected_at, signal, severity, detector, evidence, entries, detection_ms,
          at_nanos, log_index)
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
        texts(rows, row -> row.event().detectedAt().toString()),
        texts(rows, row -> row.event().signal()),
        texts(rows, row -> row.event().severity().name()),
        texts(rows, row -> row.event().detector()),
        texts(
            rows,
            row -> String.join(" ", row.event().evidence().stream().map(Digest::value).toList())),
        texts(
            rows,
            row -> String.join(" ", row.event().entries().stream().map(String::valueOf).toList())),
        longs(rows, row -> detectionMillis(row.event())),
        longs(rows, row -> nanos(row.event().detectedAt())),
        longs(rows, row -> row.placed().index()));
  }

  /// What was signalled when a clock was wrong took no time rather than less than none.
  private static long detectionMillis(FailureSignalled event) {
    return Math.max(0, Duration.between(event.occurredAt(), event.detectedAt()).toMillis());
  }

  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }
}
