package dev.phaseledger.bench;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.List;

/// A node of a ledger that can be given a past.
public interface HistoryTarget extends DecisionTarget {

  /// Events that [#append] takes at a time.
  int APPEND_EVENTS_MAX = 1_000;

  /// Records events as they are, by the same engine that records decisions, without deciding on
  /// them.
  ///
  /// @param stream where they belong
  /// @param firstSequence the place of the first one in its stream
  void append(StreamId stream, long firstSequence, List<LedgerEvent> events);

  /// Opens nodes on the benchmark's database.
  @FunctionalInterface
  interface Nodes {

    /// A node that remembers nothing. At most one is open at a time.
    HistoryTarget open();
  }
}
