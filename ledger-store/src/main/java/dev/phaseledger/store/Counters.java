package dev.phaseledger.store;

import java.util.concurrent.atomic.LongAdder;

/// What the writer counts; read by [LedgerEngine#stats].
final class Counters {
  final LongAdder batches = new LongAdder();
  final LongAdder appends = new LongAdder();
  final LongAdder entries = new LongAdder();
  final LongAdder conflicts = new LongAdder();
  final LongAdder claimsHeld = new LongAdder();
  final LongAdder fallbacks = new LongAdder();
  final LongAdder reconnects = new LongAdder();
  final LongAdder foreign = new LongAdder();
}
