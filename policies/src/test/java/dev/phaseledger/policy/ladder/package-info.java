@NullMarked
package dev.phaseledger.policy.ladder;

import org.jspecify.annotations.NullMarked;
