/// What the query side's tests share.
@NullMarked
package dev.phaseledger.query.testing;

import org.jspecify.annotations.NullMarked;
