/// Measures a machine: full decisions against plain inserts and a stock event store, on one
/// PostgreSQL in one run.
///
/// Public: [DecisionBenchmark], [DecisionTarget], [DecisionReport], [BenchmarkOptions], [Spread],
/// [ScratchDatabase].
@NullMarked
package dev.phaseledger.bench;

import org.jspecify.annotations.NullMarked;
