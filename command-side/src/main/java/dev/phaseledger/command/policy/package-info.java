/// Publishing invariant maps.
@NullMarked
package dev.phaseledger.command.policy;

import org.jspecify.annotations.NullMarked;
