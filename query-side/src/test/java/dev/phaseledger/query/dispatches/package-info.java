/// Tests of dispatches' views.
@NullMarked
package dev.phaseledger.query.dispatches;

import org.jspecify.annotations.NullMarked;
