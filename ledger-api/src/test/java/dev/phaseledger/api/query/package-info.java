/// Tests of what is asked and answered.
@NullMarked
package dev.phaseledger.api.query;

import org.jspecify.annotations.NullMarked;
