/// Reading: projections, trails and audit queries.
@NullMarked
package dev.phaseledger.query;

import org.jspecify.annotations.NullMarked;
