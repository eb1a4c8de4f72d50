/// Evidence, facts and failure signals.
@NullMarked
package dev.phaseledger.command.evidence;

import org.jspecify.annotations.NullMarked;
