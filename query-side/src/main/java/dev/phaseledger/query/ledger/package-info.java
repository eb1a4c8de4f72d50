/// The log itself: counts, entries, checkpoint, proofs and tiles.
@NullMarked
package dev.phaseledger.query.ledger;

import org.jspecify.annotations.NullMarked;
