/// Invariant maps and their versions.
@NullMarked
package dev.phaseledger.console.maps;

import org.jspecify.annotations.NullMarked;
