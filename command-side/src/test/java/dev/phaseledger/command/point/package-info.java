@NullMarked
package dev.phaseledger.command.point;

import org.jspecify.annotations.NullMarked;
