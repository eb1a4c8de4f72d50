/// What is on record, at a glance.
@NullMarked
package dev.phaseledger.console.overview;

import org.jspecify.annotations.NullMarked;
