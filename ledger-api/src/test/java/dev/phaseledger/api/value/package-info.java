/// Tests of reading and writing JSON.
@NullMarked
package dev.phaseledger.api.value;

import org.jspecify.annotations.NullMarked;
