package dev.phaseledger.api.command;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.SubjectId;
import java.util.Optional;

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

  /// Keeps a map that is being written.
  ///
  /// @param seen the version of the draft that the author has seen; empty if there is to be none
  /// @param source as it stands, whether or not it is a map yet
  record DraftInvariantMap(Context context, String name, Optional<Digest> seen, String source)
      implements PolicyCommand {}

  /// Throws a draft away.
  ///
  /// @param seen the version of the draft that is meant
  record DiscardDraft(Context context, String name, Digest seen) implements PolicyCommand {}

  /// Puts a draft in force.
  ///
  /// @param seen the version of the draft that is meant
  /// @param backtest the back-test that its publisher names
  record PublishDraft(Context context, String name, Digest seen, Optional<Backtested> backtest)
      implements PolicyCommand {}

  /// A signed result that was found to be one.
  ///
  /// @param result the digest of the result
  /// @param map the digest of the map that was tried
  record Backtested(Digest result, Digest map) {}

  /// Puts an earlier version of a map in force again.
  ///
  /// @param digest the version's
  /// @param reason for whoever asks later
  record RollBackInvariantMap(Context context, String name, Digest digest, String reason)
      implements PolicyCommand {}

  /// Says whether publishing needs somebody who did not write the map. Needs a human.
  record SetPublishingRule(Context context, boolean secondPerson, String reason)
      implements PolicyCommand {}

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

  /// Keeps a subject from being erased, whether or not anything is sealed for it yet.
  record PlaceHold(Context context, HoldId hold, SubjectId subject, String reason)
      implements PolicyCommand {}

  /// Ends a hold.
  record LiftHold(Context context, HoldId hold, String reason) implements PolicyCommand {}

  /// Lets decisions be made again. Needs a human.
  record ResumeTenant(Context context, String reason) implements PolicyCommand {}
}
