/// What callers ask for: commands, each with the principal who sends it.
@NullMarked
package dev.phaseledger.api.command;

import org.jspecify.annotations.NullMarked;
