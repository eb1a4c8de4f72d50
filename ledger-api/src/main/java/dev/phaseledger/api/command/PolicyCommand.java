package dev.phaseledger.api.command;

import dev.phaseledger.api.StreamId;

/// Commands on a tenant's invariant maps.
public sealed interface PolicyCommand extends LedgerCommand {

  @Override
  default StreamId stream() {
    return StreamId.policy(tenant());
  }

  /// Puts a map in force.
  ///
  /// @param source the map as its author wrote it (YAML)
  record PublishInvariantMap(Context context, String source) implements PolicyCommand {}
}
