package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;

/// What happened to what a whole tenant is governed by. Every decision is guarded by it.
public sealed interface PolicyEvent extends LedgerEvent {

  /// A version of a map is in force from here on, in place of the version before.
  ///
  /// @param name the map's name within the tenant
  /// @param version the version its author gave it; higher than the one before
  /// @param digest the digest of the compiled snapshot, environment and limits included
  /// @param source the map as its author wrote it (YAML)
  record InvariantMapPublished(String name, int version, Digest digest, String source)
      implements PolicyEvent {}

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

  /// The invariants in force were held against a publication. Where they refused it, nothing was
  /// published.
  record PublicationJudged(StepJudgement judgement) implements PolicyEvent {}
}
