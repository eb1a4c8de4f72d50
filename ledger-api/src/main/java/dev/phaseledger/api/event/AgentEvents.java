package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Optional;

/// The recorded form of what happened to an agent's authority.
final class AgentEvents {

  private AgentEvents() {}

  static String typeOf(AgentEvent event) {
    return switch (event) {
      case AgentRegistered _ -> EventCodec.AGENT_REGISTERED;
      case AgentLevelChanged _ -> EventCodec.AGENT_LEVEL_CHANGED;
      case AgentRevoked _ -> EventCodec.AGENT_REVOKED;
      case AgentReinstated _ -> EventCodec.AGENT_REINSTATED;
      case AgentSuspended _ -> EventCodec.AGENT_SUSPENDED;
      case PromotionProposed _ -> EventCodec.PROMOTION_PROPOSED;
      case PromotionAnswered _ -> EventCodec.PROMOTION_ANSWERED;
      case AgentStepJudged _ -> EventCodec.AGENT_STEP_JUDGED;
    };
  }

  static Fields encode(AgentEvent event) {
    var form = new Form().text("agentId", event.agent().value());
    return switch (event) {
      case AgentRegistered registered ->
          form.text("description", registered.description())
              .integer("level", registered.level())
              .text("owner", registered.owner().value())
              .set("roles", registered.roles())
              .build();
      case AgentLevelChanged changed ->
          form.integer("from", changed.from())
              .integer("to", changed.to())
              .text("reason", changed.reason())
              .fields("causedBy", changed.causedBy().map(CausedByCodec::encode))
              .build();
      case AgentSuspended suspended ->
          form.text("reason", suspended.reason())
              .fields("causedBy", suspended.causedBy().map(CausedByCodec::encode))
              .build();
      case AgentRevoked revoked ->
          form.text("reason", revoked.reason())
              .fields("causedBy", revoked.causedBy().map(CausedByCodec::encode))
              .build();
      case PromotionProposed proposed ->
          form.text("proposal", proposed.proposal())
              .integer("from", proposed.from())
              .integer("to", proposed.to())
              .text("rule", proposed.rule())
              .text("explanation", proposed.explanation())
              .value("competence", CompetenceCodec.encode(proposed.competence()))
              .integer("count", proposed.count())
              .set("roles", proposed.roles())
              .instant("expiresAt", proposed.expiresAt())
              .build();
      case PromotionAnswered answered ->
          form.text("proposal", answered.proposal())
              .text("by", answered.by().value())
              .set("roles", answered.roles())
              .flag("granted", answered.granted())
              .text("reason", answered.reason())
              .build();
      case AgentStepJudged judged ->
          form.value("judgement", JudgementCodec.encode(judged.judgement())).build();
      case AgentReinstated reinstated ->
          form.integer("level", reinstated.level()).text("reason", reinstated.reason()).build();
    };
  }

  static AgentRegistered registered(Members in) {
    return in.end(
        new AgentRegistered(
            agent(in),
            in.text("description"),
            in.smallInteger("level"),
            in.text("owner", PrincipalId::new),
            in.set("roles")));
  }

  static AgentLevelChanged levelChanged(Members in) {
    return in.end(
        new AgentLevelChanged(
            agent(in),
            in.smallInteger("from"),
            in.smallInteger("to"),
            in.text("reason"),
            causedBy(in)));
  }

  static AgentRevoked revoked(Members in) {
    return in.end(new AgentRevoked(agent(in), in.text("reason"), causedBy(in)));
  }

  static AgentSuspended suspended(Members in) {
    return in.end(new AgentSuspended(agent(in), in.text("reason"), causedBy(in)));
  }

  static PromotionProposed proposed(Members in) {
    return in.end(
        new PromotionProposed(
            agent(in),
            in.text("proposal"),
            in.smallInteger("from"),
            in.smallInteger("to"),
            in.text("rule"),
            in.text("explanation"),
            CompetenceCodec.decode(in.object("competence")),
            in.smallInteger("count"),
            in.set("roles"),
            in.instant("expiresAt")));
  }

  static PromotionAnswered answered(Members in) {
    return in.end(
        new PromotionAnswered(
            agent(in),
            in.text("proposal"),
            in.text("by", PrincipalId::new),
            in.set("roles"),
            in.flag("granted"),
            in.text("reason")));
  }

  static AgentStepJudged stepJudged(Members in) {
    return in.end(new AgentStepJudged(agent(in), JudgementCodec.step(in.object("judgement"))));
  }

  private static Optional<CausedBy> causedBy(Members in) {
    return in.optionalObject("causedBy").map(CausedByCodec::decode);
  }

  static AgentReinstated reinstated(Members in) {
    return in.end(new AgentReinstated(agent(in), in.smallInteger("level"), in.text("reason")));
  }

  private static AgentId agent(Members in) {
    return in.text("agentId", AgentId::new);
  }
}
