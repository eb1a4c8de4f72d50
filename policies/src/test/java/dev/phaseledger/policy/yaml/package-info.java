/// Tests of the YAML reader.
@NullMarked
package dev.phaseledger.policy.yaml;

import org.jspecify.annotations.NullMarked;
