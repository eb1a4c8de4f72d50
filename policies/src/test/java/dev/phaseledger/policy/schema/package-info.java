@NullMarked
package dev.phaseledger.policy.schema;

import org.jspecify.annotations.NullMarked;
