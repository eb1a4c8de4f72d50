/// Tests of the recorded form of events.
@NullMarked
package dev.phaseledger.api.event;

import org.jspecify.annotations.NullMarked;
