package dev.phaseledger.query.audit;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;

/// An agent's level and standing, folded from its entries, with those that set each.
///
/// @param epoch how often its authority has changed, its registration included
/// @param leveled the entry that set the level
/// @param stands the entry that set the standing
record AgentState(
    String status, int level, long epoch, RecordedEvent leveled, RecordedEvent stands) {

  private static final String ACTIVE = "ACTIVE";

  static AgentState registered(RecordedEvent entry, AgentRegistered event) {
    return new AgentState(ACTIVE, event.level(), 1, entry, entry);
  }

  AgentState after(RecordedEvent entry, AgentEvent event) {
    return switch (event) {
      case AgentRegistered e -> registered(entry, e);
      case AgentLevelChanged e -> new AgentState(status, e.to(), epoch + 1, entry, stands);
      case AgentSuspended _ -> new AgentState("SUSPENDED", level, epoch + 1, leveled, entry);
      case AgentRevoked _ -> new AgentState("REVOKED", level, epoch + 1, leveled, entry);
      case AgentReinstated e -> new AgentState(ACTIVE, e.level(), epoch + 1, entry, entry);
      case PromotionProposed _, PromotionAnswered _, AgentStepJudged _ -> this;
    };
  }

  boolean isActive() {
    return status.equals(ACTIVE);
  }
}
