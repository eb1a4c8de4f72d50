/// The state machines of agents, contracts, dispatches and approvals together, under random
/// commands.
@NullMarked
package dev.phaseledger.command.machines;

import org.jspecify.annotations.NullMarked;
