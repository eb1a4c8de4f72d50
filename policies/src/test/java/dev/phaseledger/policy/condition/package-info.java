@NullMarked
package dev.phaseledger.policy.condition;

import org.jspecify.annotations.NullMarked;
