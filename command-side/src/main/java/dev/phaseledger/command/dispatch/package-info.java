/// Judging one request to act, and recording how it ended.
@NullMarked
package dev.phaseledger.command.dispatch;

import org.jspecify.annotations.NullMarked;
