/// Revocation paths: published versions, and what they count.
@NullMarked
package dev.phaseledger.query.paths;

import org.jspecify.annotations.NullMarked;
