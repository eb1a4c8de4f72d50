/// The console in a real browser, over the whole service.
@NullMarked
package dev.phaseledger.app.console;

import org.jspecify.annotations.NullMarked;
