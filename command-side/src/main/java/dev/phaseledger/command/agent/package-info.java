/// Registering agents and changing their authority.
@NullMarked
package dev.phaseledger.command.agent;

import org.jspecify.annotations.NullMarked;
