package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import java.util.Optional;
import java.util.Set;

/// What happened to what a whole tenant is governed by. Every decision is guarded by it.
public sealed interface PolicyEvent extends LedgerEvent {

  /// A version of a map is in force from here on, in place of the version before.
  ///
  /// @param name the map's name within the tenant
  /// @param version the version its author gave it; higher than the one before
  /// @param digest the digest of the compiled snapshot, environment and limits included
  /// @param source the map as its author wrote it (YAML)
  /// @param release what the digest covers beside the source, and who let it be; absent from what
  ///   was published before that was recorded
  record InvariantMapPublished(
      String name, int version, Digest digest, String source, Optional<Release> release)
      implements PolicyEvent {

    /// A version of which only its source is known.
    public InvariantMapPublished(String name, int version, Digest digest, String source) {
      this(name, version, digest, source, Optional.empty());
    }
  }

  /// How a version of a map came to be in force.
  ///
  /// @param environment the digest of what expressions may read and call, and of their limits
  /// @param libraries what evaluates them, with versions
  /// @param authors who wrote its draft; empty if it was published without one
  /// @param backtest the digest of the signed result of a back-test that its publisher names
  /// @param restores whether an earlier version is in force again
  /// @param reason why it is; empty if it is not, or if that was not recorded yet
  record Release(
      Digest environment,
      String libraries,
      Set<PrincipalId> authors,
      Optional<Digest> backtest,
      boolean restores,
      Optional<String> reason) {
    public Release {
      authors = Set.copyOf(authors);
    }
  }

  /// A version is being written. It replaces the draft of that name, and is in force nowhere.
  ///
  /// @param source as it stands, whether or not it is a map yet
  /// @param checked the digest it would be published under; empty if it has problems
  /// @param authors everybody who has had a hand in it, or for whom somebody had
  record InvariantMapDrafted(
      String name, String source, Optional<Digest> checked, Set<PrincipalId> authors)
      implements PolicyEvent {
    public InvariantMapDrafted {
      authors = Set.copyOf(authors);
    }
  }

  /// A draft was thrown away.
  record DraftDiscarded(String name) implements PolicyEvent {}

  /// Whether publishing a map needs somebody who did not write it, from here on.
  record PublishingRuleSet(boolean secondPerson, String reason) implements PolicyEvent {}

  /// The tenant's autonomy ladder from here on, in place of the one before; the parameters are
  /// those of [InvariantMapPublished].
  record LadderPublished(String name, int version, Digest digest, String source)
      implements PolicyEvent {}

  /// The tenant's revocation paths from here on, in place of those before; the parameters are those
  /// of [InvariantMapPublished].
  record PathsPublished(String name, int version, Digest digest, String source)
      implements PolicyEvent {}

  /// A version of a contract template that contracts may be issued from, in place of the version
  /// before; the parameters are those of [InvariantMapPublished].
  record TemplatePublished(String name, int version, Digest digest, String source)
      implements PolicyEvent {}

  /// Nothing is authorized in the tenant until a human resumes it.
  record TenantHalted(String reason) implements PolicyEvent {}

  /// Decisions are made again as if the tenant had not been halted.
  record TenantResumed(String reason) implements PolicyEvent {}

  /// A subject must not be erased from here on.
  ///
  /// @param hold names it; a name is in force for one subject at a time
  /// @param reason why, without naming the person
  record HoldPlaced(HoldId hold, SubjectId subject, String reason) implements PolicyEvent {}

  /// A subject may be erased again, as far as this hold is concerned.
  record HoldLifted(HoldId hold, SubjectId subject, String reason) implements PolicyEvent {}

  /// The invariants in force were held against a publication. Where they refused it, nothing was
  /// published.
  record PublicationJudged(StepJudgement judgement) implements PolicyEvent {}
}
