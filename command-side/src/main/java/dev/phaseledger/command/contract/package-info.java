/// Execution contracts: issuing, revoking, and the state that dispatches are judged on.
@NullMarked
package dev.phaseledger.command.contract;

import org.jspecify.annotations.NullMarked;
