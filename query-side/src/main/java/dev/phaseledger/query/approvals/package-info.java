/// What waits for a human.
@NullMarked
package dev.phaseledger.query.approvals;

import org.jspecify.annotations.NullMarked;
