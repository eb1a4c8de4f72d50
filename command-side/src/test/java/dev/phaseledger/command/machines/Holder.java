package dev.phaseledger.command.machines;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.command.authority.AgentAuthority.Status;

/// What the oracle knows of one agent.
final class Holder {

  static final PrincipalId OWNER = new PrincipalId("owner");

  Status status = Status.ACTIVE;
  int level;
  int epoch = 1;

  Holder(AgentRegistered event) {
    level = event.level();
  }
}
