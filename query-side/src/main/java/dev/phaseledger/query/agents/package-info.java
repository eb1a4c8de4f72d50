/// Agents' authority and record, as of now.
@NullMarked
package dev.phaseledger.query.agents;

import org.jspecify.annotations.NullMarked;
