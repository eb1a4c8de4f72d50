/// Measures a machine: full decisions against plain inserts.
@NullMarked
package dev.phaseledger.bench;

import org.jspecify.annotations.NullMarked;
