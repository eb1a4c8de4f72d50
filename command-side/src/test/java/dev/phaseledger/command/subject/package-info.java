@NullMarked
package dev.phaseledger.command.subject;

import org.jspecify.annotations.NullMarked;
