package dev.phaseledger.store;

/// What to do when the database lacks entries that this node has acknowledged, as it does after a
/// restore from a backup.
public enum RestoredDatabase {
  /// Do not open. The default: appending would give the positions of lost entries to others, and
  /// whoever holds a checkpoint or receipt of the lost part would rightly call the log forked.
  REFUSE,
  /// Go on from what the database holds. The operator knows that the entries are lost.
  ACCEPT_LOSS
}
