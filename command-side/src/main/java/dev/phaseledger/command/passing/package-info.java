/// Time as a command: what is over is ended, what nobody answered is closed, and an agent that has
/// fallen silent is noticed.
@NullMarked
package dev.phaseledger.command.passing;

import org.jspecify.annotations.NullMarked;
