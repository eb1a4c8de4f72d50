@NullMarked
package dev.phaseledger.app.importing;

import org.jspecify.annotations.NullMarked;
