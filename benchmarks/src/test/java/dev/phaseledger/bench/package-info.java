@NullMarked
package dev.phaseledger.bench;

import org.jspecify.annotations.NullMarked;
