/// The short way of a plain request to act: past everything that a web framework looks at for each
/// request, to the same caller, the same decision and the same answer.
@NullMarked
package dev.phaseledger.app.shortway;

import org.jspecify.annotations.NullMarked;
