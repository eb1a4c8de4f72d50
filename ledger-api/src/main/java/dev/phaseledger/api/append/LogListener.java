package dev.phaseledger.api.append;

import dev.phaseledger.api.StreamId;
import java.util.Set;

/// Folds the log in memory.
///
/// The store calls it with every event of its subjects exactly once per process and in the order of
/// positions: first with the history, before the first append is accepted, then with each append,
/// before its caller learns of it, whichever node wrote it. It is called by one thread at a time
/// and must not block.
public interface LogListener {

  /// The subjects it wants.
  Set<StreamId.Subject> subjects();

  void onRecorded(RecordedEvent event);
}
