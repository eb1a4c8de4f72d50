/// What time will do to contracts and to dispatches that wait, so that it can be asked what is due.
@NullMarked
package dev.phaseledger.query.due;

import org.jspecify.annotations.NullMarked;
