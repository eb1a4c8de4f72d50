/// What auditors ask of the whole ledger: entries and counts by what they say.
@NullMarked
package dev.phaseledger.query.audit;

import org.jspecify.annotations.NullMarked;
