@NullMarked
package dev.phaseledger.policy.path;

import org.jspecify.annotations.NullMarked;
