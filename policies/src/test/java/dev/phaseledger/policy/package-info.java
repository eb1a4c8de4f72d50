@NullMarked
package dev.phaseledger.policy;

import org.jspecify.annotations.NullMarked;
