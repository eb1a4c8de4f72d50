/// Measures a machine, always against a baseline in the same run: full decisions, in the process
/// and over HTTP; long histories; replays; the verification of exports; two nodes on one database;
/// invariants beside the same rules written by hand and in Cedar.
///
/// Public: [DecisionBenchmark] with [DecisionReport] and [BenchmarkOptions], [HistoryBenchmark]
/// with [HistoryReport] and [HistoryOptions], [ReplayBenchmark], [VerifyBenchmark],
/// [NodesBenchmark], [PoliciesBenchmark], each with its `Options` and a [FigureReport], all of them
/// a [Report]; what they measure: [DecisionTarget], [HistoryTarget], [HttpTarget], [ReplayTarget],
/// [NodeTarget]; [HttpLoadGenerator], [Spread], [ScratchDatabase].
@NullMarked
package dev.phaseledger.bench;

import org.jspecify.annotations.NullMarked;
