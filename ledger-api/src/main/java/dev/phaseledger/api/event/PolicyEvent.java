package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;

/// What happened to a tenant's invariant maps.
public sealed interface PolicyEvent extends LedgerEvent {

  /// A version of a map is in force from here on, in place of the version before.
  ///
  /// @param name the map's name within the tenant
  /// @param version the version its author gave it; higher than the one before
  /// @param digest the digest of the compiled snapshot, environment and limits included
  /// @param source the map as its author wrote it (YAML)
  record InvariantMapPublished(String name, int version, Digest digest, String source)
      implements PolicyEvent {}
}
