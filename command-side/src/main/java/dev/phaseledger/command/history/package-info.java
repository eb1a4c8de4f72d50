/// Counts what happened lately beyond the contract that is decided under, as a fold of the log.
@NullMarked
package dev.phaseledger.command.history;

import org.jspecify.annotations.NullMarked;
