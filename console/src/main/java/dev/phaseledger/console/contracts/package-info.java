/// Execution contracts: what they grant, what of it is used, and which phase the work is in.
@NullMarked
package dev.phaseledger.console.contracts;

import org.jspecify.annotations.NullMarked;
