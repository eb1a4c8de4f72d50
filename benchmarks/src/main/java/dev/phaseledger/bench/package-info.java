/// Measures a machine: full decisions against plain inserts and a stock event store, on one
/// PostgreSQL in one run; and long histories against short ones.
///
/// Public: [DecisionBenchmark], [DecisionTarget], [DecisionReport], [BenchmarkOptions];
/// [HistoryBenchmark], [HistoryTarget], [HistoryReport], [HistoryOptions]; [Spread],
/// [ScratchDatabase].
@NullMarked
package dev.phaseledger.bench;

import org.jspecify.annotations.NullMarked;
