/// The only Axon code of the command side: aggregates around pure deciders.
@NullMarked
package dev.phaseledger.command.handling;

import org.jspecify.annotations.NullMarked;
