package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened to an agent's authority.
final class AgentEvents {

  private AgentEvents() {}

  static String typeOf(AgentEvent event) {
    return switch (event) {
      case AgentRegistered _ -> EventCodec.AGENT_REGISTERED;
      case AgentLevelChanged _ -> EventCodec.AGENT_LEVEL_CHANGED;
      case AgentRevoked _ -> EventCodec.AGENT_REVOKED;
      case AgentReinstated _ -> EventCodec.AGENT_REINSTATED;
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
              .build();
      case AgentRevoked revoked -> form.text("reason", revoked.reason()).build();
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
            agent(in), in.smallInteger("from"), in.smallInteger("to"), in.text("reason")));
  }

  static AgentRevoked revoked(Members in) {
    return in.end(new AgentRevoked(agent(in), in.text("reason")));
  }

  static AgentReinstated reinstated(Members in) {
    return in.end(new AgentReinstated(agent(in), in.smallInteger("level"), in.text("reason")));
  }

  private static AgentId agent(Members in) {
    return in.text("agentId", AgentId::new);
  }
}
