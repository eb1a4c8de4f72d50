package dev.phaseledger.store;

import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/// Tracking tokens as positions. Positions have no gaps, so that a token is one number.
final class Tokens {

  private Tokens() {}

  /// The last position that a token covers; 0 without a token.
  static long position(@Nullable TrackingToken token) {
    if (token == null) {
      return 0;
    }
    if (WrappedToken.unwrapLowerBound(token) instanceof GlobalSequenceTrackingToken global) {
      return global.getGlobalIndex();
    }
    throw new IllegalArgumentException("not a token of this ledger: " + token.getClass().getName());
  }
}
