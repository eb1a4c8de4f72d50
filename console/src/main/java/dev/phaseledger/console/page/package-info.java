/// What the pages share: asking the ledger, and how they write what it says.
@NullMarked
package dev.phaseledger.console.page;

import org.jspecify.annotations.NullMarked;
