/// Regular expressions that are safe to run on anybody's text.
///
/// Public: [LinearPattern].
@NullMarked
package dev.phaseledger.policy.pattern;

import org.jspecify.annotations.NullMarked;
