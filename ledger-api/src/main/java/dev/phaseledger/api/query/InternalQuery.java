package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.Optional;

/// Questions that the ledger asks itself, across tenants. Nothing that is reachable from outside
/// asks them.
public sealed interface InternalQuery {

  /// Answer: several [DueItem], what is due first of all first.
  ///
  /// @param now what is due at this time or was before
  /// @param after the last item of the part before; empty for the first part
  /// @param max items of one part
  record ListDue(Instant now, Optional<DueItem> after, int max) implements InternalQuery {

    /// Items of one part, at most.
    public static final int ITEMS_MAX = 500;

    public ListDue {
      if (max < 1 || max > ITEMS_MAX) {
        throw new IllegalArgumentException("max must be from 1 to " + ITEMS_MAX);
      }
    }
  }
}
