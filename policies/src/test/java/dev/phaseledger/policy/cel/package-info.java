@NullMarked
package dev.phaseledger.policy.cel;

import org.jspecify.annotations.NullMarked;
