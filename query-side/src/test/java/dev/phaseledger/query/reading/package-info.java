/// Tests of the reading.
@NullMarked
package dev.phaseledger.query.reading;

import org.jspecify.annotations.NullMarked;
