@NullMarked
package dev.phaseledger.query.due;

import org.jspecify.annotations.NullMarked;
