@NullMarked
package dev.phaseledger.command.passing;

import org.jspecify.annotations.NullMarked;
