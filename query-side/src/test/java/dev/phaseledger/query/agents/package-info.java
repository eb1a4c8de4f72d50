/// Tests of the agents.
@NullMarked
package dev.phaseledger.query.agents;

import org.jspecify.annotations.NullMarked;
