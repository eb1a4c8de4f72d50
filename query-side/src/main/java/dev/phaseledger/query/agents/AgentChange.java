package dev.phaseledger.query.agents;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Tally;
import org.jspecify.annotations.Nullable;

/// What one batch changes about one agent.
final class AgentChange {

  /// Names an agent across tenants.
  record Key(TenantId tenant, String agent) {}

  final Key key;
  final Tally tally = new Tally();
  @Nullable String status;
  @Nullable Integer level;
  @Nullable String changedAt;
  long epochs;
  long signals;
  long position;

  AgentChange(Key key) {
    this.key = key;
  }

  /// A change of authority, which starts a new epoch.
  void authority(PlacedEvent placed) {
    epochs++;
    changedAt = placed.time().toString();
  }
}
