/// The command line: one class per command, exit codes, and what people see on a terminal.
@NullMarked
package dev.phaseledger.app.cli;

import org.jspecify.annotations.NullMarked;
