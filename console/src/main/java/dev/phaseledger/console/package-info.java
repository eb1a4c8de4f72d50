/// Pages for people who look rather than query.
@NullMarked
package dev.phaseledger.console;

import org.jspecify.annotations.NullMarked;
