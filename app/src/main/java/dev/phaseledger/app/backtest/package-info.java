/// Back-tests of a running service: reads the log, has it judged again in the background, signs
/// what comes out.
///
/// Public: [BacktestConfiguration], [BacktestRun], [Order].
@NullMarked
package dev.phaseledger.app.backtest;

import org.jspecify.annotations.NullMarked;
