/// What waits for humans, and everything that an answer is bound to.
@NullMarked
package dev.phaseledger.console.inbox;

import org.jspecify.annotations.NullMarked;
