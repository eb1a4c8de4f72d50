/// Agents: what they may do and what their work has been like.
@NullMarked
package dev.phaseledger.console.agents;

import org.jspecify.annotations.NullMarked;
