/// Failures on record.
@NullMarked
package dev.phaseledger.query.signals;

import org.jspecify.annotations.NullMarked;
