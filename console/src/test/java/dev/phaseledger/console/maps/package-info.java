/// Tests of the pages of maps.
@NullMarked
package dev.phaseledger.console.maps;

import org.jspecify.annotations.NullMarked;
