/// Personal data: sealed in entries, readable beside them until its subject is erased.
@NullMarked
package dev.phaseledger.api.personal;

import org.jspecify.annotations.NullMarked;
