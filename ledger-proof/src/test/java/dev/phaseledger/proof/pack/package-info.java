@NullMarked
package dev.phaseledger.proof.pack;

import org.jspecify.annotations.NullMarked;
