/// Changing the keys that sign a tenant's log.
@NullMarked
package dev.phaseledger.app.keys;

import org.jspecify.annotations.NullMarked;
