package dev.phaseledger.proof;

/// Receives each subtree that an append completes, once, the lowest level first.
///
/// A store that keeps every hash whose level is a multiple of 8 can serve a {@link HashReader}.
@FunctionalInterface
public interface SubtreeSink {
  /// Called during {@link TreeFrontier#append}, on the caller's thread; what it throws ends the
  /// append.
  void completed(SubtreeId subtree, Sha256Hash hash);
}
