/// What a policy would have decided: recorded history judged again, by the deciders that judged it.
///
/// Pure: it folds entries that it is handed and answers what differs; who reads the log, runs it in
/// the background and signs the result is not its concern. Public: [Mode], [Candidate],
/// [RecordedFold], [CandidateFold], [Retrial], [Comparison], [Place], [FlipTable], [FlipRow].
@NullMarked
package dev.phaseledger.command.backtest;

import org.jspecify.annotations.NullMarked;
