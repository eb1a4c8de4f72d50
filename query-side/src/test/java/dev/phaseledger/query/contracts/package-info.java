/// Tests of the contracts.
@NullMarked
package dev.phaseledger.query.contracts;

import org.jspecify.annotations.NullMarked;
