/// Tests of the console.
@NullMarked
package dev.phaseledger.console;

import org.jspecify.annotations.NullMarked;
