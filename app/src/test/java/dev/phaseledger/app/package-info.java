@NullMarked
package dev.phaseledger.app;

import org.jspecify.annotations.NullMarked;
