/// What the ledger does by itself, without being asked: it looks at what is due and sends commands
/// like any other caller.
@NullMarked
package dev.phaseledger.command.duty;

import org.jspecify.annotations.NullMarked;
