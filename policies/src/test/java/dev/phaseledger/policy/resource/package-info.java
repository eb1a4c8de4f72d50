@NullMarked
package dev.phaseledger.policy.resource;

import org.jspecify.annotations.NullMarked;
