/// Published versions of invariant maps.
@NullMarked
package dev.phaseledger.query.maps;

import org.jspecify.annotations.NullMarked;
