/// Tests of the projection.
@NullMarked
package dev.phaseledger.query.projection;

import org.jspecify.annotations.NullMarked;
