/// Tests of the tables that say what may follow what.
@NullMarked
package dev.phaseledger.command.transition;

import org.jspecify.annotations.NullMarked;
