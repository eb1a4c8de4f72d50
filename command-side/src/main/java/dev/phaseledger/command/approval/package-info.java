/// Humans' answers to dispatches that wait for them.
@NullMarked
package dev.phaseledger.command.approval;

import org.jspecify.annotations.NullMarked;
