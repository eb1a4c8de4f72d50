@NullMarked
package dev.phaseledger.console.overview;

import org.jspecify.annotations.NullMarked;
