/// Failure signals: how they are put on record.
@NullMarked
package dev.phaseledger.command.signal;

import org.jspecify.annotations.NullMarked;
