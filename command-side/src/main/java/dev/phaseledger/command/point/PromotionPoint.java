package dev.phaseledger.command.point;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.dispatch.Inputs;
import dev.phaseledger.command.point.StepJudge.Ruling;
import dev.phaseledger.policy.CountBook;
import dev.phaseledger.policy.StepInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds invariants against whatever raises an agent's level, whoever decided so.
public final class PromotionPoint {

  private PromotionPoint() {}

  /// What a level is raised under.
  public record Raising(
      Principal by, AgentAuthority agent, TenantPolicy policy, CountBook beyond, Instant now) {}

  /// What was decided, or the refusal in its place. With it goes the answer that would have raised
  /// the level: a proposal stays open.
  public static List<AgentEvent> held(List<AgentEvent> decided, Raising raising) {
    Optional<AgentLevelChanged> raise =
        decided.stream()
            .filter(AgentLevelChanged.class::isInstance)
            .map(AgentLevelChanged.class::cast)
            .filter(changed -> changed.to() > changed.from())
            .findFirst();
    if (raise.isEmpty() || !raising.policy().snapshot().asksAt(EnforcementPoint.PROMOTION)) {
      return decided;
    }
    AgentLevelChanged to = raise.get();
    Optional<Ruling> ruling = judge(to, raising);
    if (ruling.isEmpty()) {
      return decided;
    }
    var judged = new AgentStepJudged(to.agent(), ruling.get().judgement());
    if (!ruling.get().permitted()) {
      return List.of(judged);
    }
    var events = new ArrayList<AgentEvent>();
    events.add(judged);
    events.addAll(decided);
    return events;
  }

  private static Optional<Ruling> judge(AgentLevelChanged to, Raising raising) {
    AgentAuthority agent = raising.agent();
    Fields promotion =
        Fields.with("from", JsonValue.Num.of(to.from()))
            .put("to", to.to())
            .put("reason", to.reason())
            .build();
    return StepJudge.judge(
        new StepInput(
            EnforcementPoint.PROMOTION,
            StepForms.of(raising.by(), "promotion", promotion),
            Optional.of(Inputs.acting(agent)),
            Optional.empty(),
            false,
            raising.beyond(),
            raising.now()),
        Optional.empty(),
        raising.policy().snapshot(),
        new Basis(raising.now(), 0, agent.epoch(), agent.level(), raising.policy().digest()),
        "The promotion of agent %s from level %d to level %d"
            .formatted(agent.agent(), to.from(), to.to()));
  }
}
