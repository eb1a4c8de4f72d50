package dev.phaseledger.query.projection;

import java.util.List;

/// Port: tables folded from the log.
///
/// It is called within the transaction that also moves the progress, by one thread at a time, with
/// every event exactly once and in the order of positions. What it throws rolls the batch back; the
/// batch is then offered again. So additions need no guard of their own.
public interface Projection {

  /// Folds the events into the tables.
  void apply(List<PlacedEvent> events);

  /// Empties the tables, before the log is folded from its start.
  void clear();
}
