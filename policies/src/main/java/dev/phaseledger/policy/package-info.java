/// Invariant maps: parse, check, compile, evaluate, test and digest.
@NullMarked
package dev.phaseledger.policy;

import org.jspecify.annotations.NullMarked;
