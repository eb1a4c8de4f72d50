/// Dispatches with their trails, and the entries of the log with their proofs.
@NullMarked
package dev.phaseledger.console.explorer;

import org.jspecify.annotations.NullMarked;
