/// Dispatches: their state, and everything on record that concerns one.
@NullMarked
package dev.phaseledger.query.dispatches;

import org.jspecify.annotations.NullMarked;
