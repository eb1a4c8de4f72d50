/// Tests of what back-tests and replays say.
@NullMarked
package dev.phaseledger.app.backtest;

import org.jspecify.annotations.NullMarked;
