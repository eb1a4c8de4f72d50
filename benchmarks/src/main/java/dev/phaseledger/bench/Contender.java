package dev.phaseledger.bench;

import java.time.Duration;

/// What takes its turn in a measurement.
interface Contender {

  Variant.Name name();

  /// Size of what one operation puts on record, in bytes, before any metadata of the storage.
  int recordedBytes();

  /// Measures one cell.
  Measurement measure(CellRunner runner, int callers, Duration length) throws InterruptedException;
}
