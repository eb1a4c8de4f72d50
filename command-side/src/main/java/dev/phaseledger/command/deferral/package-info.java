/// Judging deferred dispatches anew, once what they wait for has come.
@NullMarked
package dev.phaseledger.command.deferral;

import org.jspecify.annotations.NullMarked;
