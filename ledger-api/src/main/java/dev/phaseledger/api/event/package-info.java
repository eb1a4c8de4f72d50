/// What happened: immutable events, grouped by the subject they belong to, and their recorded form.
@NullMarked
package dev.phaseledger.api.event;

import org.jspecify.annotations.NullMarked;
