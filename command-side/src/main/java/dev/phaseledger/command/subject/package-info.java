/// Erasing the personal data of a subject.
@NullMarked
package dev.phaseledger.command.subject;

import org.jspecify.annotations.NullMarked;
