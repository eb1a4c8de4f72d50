@NullMarked
package dev.phaseledger.command.history;

import org.jspecify.annotations.NullMarked;
