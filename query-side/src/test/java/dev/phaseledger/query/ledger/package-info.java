/// Tests of the ledger.
@NullMarked
package dev.phaseledger.query.ledger;

import org.jspecify.annotations.NullMarked;
