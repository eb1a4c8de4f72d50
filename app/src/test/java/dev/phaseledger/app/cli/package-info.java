@NullMarked
package dev.phaseledger.app.cli;

import org.jspecify.annotations.NullMarked;
