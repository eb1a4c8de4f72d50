/// Deciding: agents, contracts, dispatches, approvals and revocations.
@NullMarked
package dev.phaseledger.command;

import org.jspecify.annotations.NullMarked;
