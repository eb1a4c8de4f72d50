@NullMarked
package dev.phaseledger.policy.pattern;

import org.jspecify.annotations.NullMarked;
