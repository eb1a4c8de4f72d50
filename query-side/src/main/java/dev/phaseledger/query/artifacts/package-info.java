/// What evidence refers to by digest, for whoever examines it.
@NullMarked
package dev.phaseledger.query.artifacts;

import org.jspecify.annotations.NullMarked;
