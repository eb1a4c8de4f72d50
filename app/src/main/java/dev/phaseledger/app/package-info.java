/// The composition root: configuration, the service and the command line.
@NullMarked
package dev.phaseledger.app;

import org.jspecify.annotations.NullMarked;
