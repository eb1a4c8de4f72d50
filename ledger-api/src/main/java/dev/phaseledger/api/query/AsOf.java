package dev.phaseledger.api.query;

import java.time.Instant;

/// A moment in the past of a ledger.
public sealed interface AsOf {

  /// What views reflect now.
  record Now() implements AsOf {}

  /// Right after the entry at this position, or the last one of the tenant in front of it.
  record AtPosition(long position) implements AsOf {}

  /// After everything that was recorded at this time or before.
  record AtTime(Instant time) implements AsOf {}
}
