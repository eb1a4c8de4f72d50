@NullMarked
package dev.phaseledger.policy.template;

import org.jspecify.annotations.NullMarked;
