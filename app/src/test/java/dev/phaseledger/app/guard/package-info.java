/// What the guard makes of names, refs and settings.
@NullMarked
package dev.phaseledger.app.guard;

import org.jspecify.annotations.NullMarked;
