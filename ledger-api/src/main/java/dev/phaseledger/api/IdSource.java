package dev.phaseledger.api;

/// Where new identifiers come from. Each call returns a different one, ordered by time where
/// possible.
@FunctionalInterface
public interface IdSource {

  /// A new identifier, unique across nodes.
  String next();
}
