package dev.phaseledger.bench;

/// A service that auditors ask, to be measured.
public interface AuditTarget extends HistoryTarget {

  /// Waits until views reflect everything that is on record.
  void settle() throws InterruptedException;

  /// Reads over HTTP, as whoever may read everything.
  ///
  /// @return the answer's body
  String read(String path);
}
