package dev.phaseledger.query.agents;

import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps the proposed promotions that are not decided. One at a time, since changes of authority
/// are rare beside everything else.
@Component
final class PromotionProjection implements Projection {

  private static final String PROPOSE =
      """
      INSERT INTO projection.promotions
        (tenant, agent_id, proposal, expires_second, log_index, position)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, agent_id) DO UPDATE SET
        proposal = excluded.proposal,
        granted_by = '',
        expires_second = excluded.expires_second,
        log_index = excluded.log_index,
        position = excluded.position
      """;

  private static final String GRANT =
      """
      UPDATE projection.promotions SET granted_by = granted_by || ? || chr(10)
      WHERE tenant = ? AND agent_id = ? AND proposal = ?
      """;

  private static final String CLOSE =
      """
      DELETE FROM projection.promotions WHERE tenant = ? AND agent_id = ?
      """;

  private static final String CLEAR = "TRUNCATE projection.promotions";

  private final JdbcTemplate jdbc;

  PromotionProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof AgentEvent event) {
        apply(placed, event);
      }
    }
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }

  private void apply(PlacedEvent placed, AgentEvent event) {
    switch (event) {
      case AgentRegistered _, AgentStepJudged _ -> {}
      case PromotionProposed e ->
          jdbc.update(
              PROPOSE,
              placed.tenant().value(),
              e.agent().value(),
              e.proposal(),
              e.expiresAt().getEpochSecond(),
              placed.index(),
              placed.position());
      case PromotionAnswered e -> {
        if (e.granted()) {
          jdbc.update(
              GRANT, e.by().value(), placed.tenant().value(), e.agent().value(), e.proposal());
        } else {
          close(placed, event);
        }
      }
      case AgentLevelChanged _, AgentSuspended _, AgentRevoked _, AgentReinstated _ ->
          close(placed, event);
    }
  }

  private void close(PlacedEvent placed, AgentEvent event) {
    jdbc.update(CLOSE, placed.tenant().value(), event.agent().value());
  }
}
