/// The language of the ledger: identifiers, values, commands, events, queries and verdicts.
@NullMarked
package dev.phaseledger.api;

import org.jspecify.annotations.NullMarked;
