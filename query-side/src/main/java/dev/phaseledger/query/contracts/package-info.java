/// Execution contracts and what was done under them, as of now.
@NullMarked
package dev.phaseledger.query.contracts;

import org.jspecify.annotations.NullMarked;
