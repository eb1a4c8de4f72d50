/// Tests of how somebody outside is told.
@NullMarked
package dev.phaseledger.app.webhook;

import org.jspecify.annotations.NullMarked;
