/// JSON values as the ledger keeps them: exact decimals, sorted keys, one canonical form.
@NullMarked
package dev.phaseledger.api.value;

import org.jspecify.annotations.NullMarked;
