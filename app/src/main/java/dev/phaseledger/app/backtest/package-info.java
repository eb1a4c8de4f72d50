/// Back-tests and replays of a running service: reads the log, has it judged again in the
/// background, by another policy or by what it was judged by, and signs what comes out.
///
/// Public: [BacktestConfiguration], [BacktestRun], [Order].
@NullMarked
package dev.phaseledger.app.backtest;

import org.jspecify.annotations.NullMarked;
