/// Filters of the audit that readers keep under a name: settings, and no part of the record.
@NullMarked
package dev.phaseledger.app.savedquery;

import org.jspecify.annotations.NullMarked;
