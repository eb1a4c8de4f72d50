/// Puts recorded agent runs through the same decision path as live traffic.
@NullMarked
package dev.phaseledger.app.importing;

import org.jspecify.annotations.NullMarked;
