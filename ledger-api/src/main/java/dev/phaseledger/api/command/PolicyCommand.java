package dev.phaseledger.api.command;

import dev.phaseledger.api.StreamId;

/// Commands on what a whole tenant is governed by.
public sealed interface PolicyCommand extends LedgerCommand {

  @Override
  default StreamId stream() {
    return StreamId.policy(tenant());
  }

  /// Puts a map in force.
  ///
  /// @param source the map as its author wrote it (YAML)
  record PublishInvariantMap(Context context, String source) implements PolicyCommand {}

  /// Puts an autonomy ladder in force.
  ///
  /// @param source the ladder as its author wrote it (YAML)
  record PublishLadder(Context context, String source) implements PolicyCommand {}

  /// Puts revocation paths in force.
  ///
  /// @param source the paths as their author wrote them (YAML)
  record PublishPaths(Context context, String source) implements PolicyCommand {}

  /// Makes a contract template known.
  ///
  /// @param source the template as its author wrote it (YAML)
  record PublishTemplate(Context context, String source) implements PolicyCommand {}

  /// Stops everything in the tenant.
  record HaltTenant(Context context, String reason) implements PolicyCommand {}

  /// Lets decisions be made again. Needs a human.
  record ResumeTenant(Context context, String reason) implements PolicyCommand {}
}
